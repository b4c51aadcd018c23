package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.bindings.linux.mmsghdr;
import dev.gatun.bindings.linux.msghdr;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageBatchTest {
    private static final int COUNT = 16;
    private static final int BYTES = 64;

    private final LinuxGround ground = new LinuxGround();
    private final MemorySegment outMemory = ground.arena.allocate(COUNT * BYTES);
    private final MemorySegment inMemory = ground.arena.allocate(COUNT * BYTES);
    private final MessageBatch out = batch(outMemory);
    private final MessageBatch in = batch(inMemory);

    @AfterEach
    void close() {
        ground.close();
    }

    private static MessageBatch batch(MemorySegment memory) {
        MessageBatch batch = new MessageBatch(COUNT);
        for (int slot = 0; slot < COUNT; slot++) {
            batch.memory(slot, memory.address() + (long) slot * BYTES, BYTES);
        }
        batch.count(COUNT);
        return batch;
    }

    private long socket() {
        long socket = ground.open(Family.INET4, Sockets.Type.DATAGRAM);
        assertEquals(0, ground.bind(socket, new InetSocketAddress("127.0.0.1", 0)));
        return socket;
    }

    private void address(int slot, long socket) {
        long address = ground.address();
        out.peer(slot, address, ground.sockets.localAddress(socket, address));
    }

    /** Loopback delivers within the call: what was sent can be received. */
    private long send(long socket) {
        out.prepareToSend();
        return ground.calls.waiting(
                Syscalls.__NR_sendmmsg(), socket, out.headers(), out.count(), LinuxFlags.message(0), 0, 0);
    }

    private int receive(long socket) {
        return receive(socket, 0);
    }

    private int receive(long socket, int flags) {
        in.prepareToReceive();
        int received = LinuxErrors.result(
                ground.calls.waiting(Syscalls.__NR_recvmmsg(), socket, in.headers(), in.count(), flags, 0, 0));
        in.received(Math.max(received, 0));
        return received;
    }

    private MemorySegment header(MessageBatch batch, int slot) {
        return NativeMemory.at(batch.header(slot), msghdr.layout().byteSize());
    }

    private MemorySegment vector(MessageBatch batch, int slot) {
        return NativeMemory.at(
                msghdr.msg_iov(header(batch, slot)).address(), iovec.layout().byteSize());
    }

    @Test
    void theHeadersAreAnArrayThatTheKernelCanWalk() {
        assertEquals(0, out.headers() % 64, "each header on a cache line of its own");
        out.prepareToSend();
        for (int slot = 0; slot < COUNT; slot++) {
            assertEquals(out.headers() + slot * mmsghdr.layout().byteSize(), out.header(slot));
            assertEquals(1, msghdr.msg_iovlen(header(out, slot)));
            assertEquals(0, msghdr.msg_controllen(header(out, slot)));
            assertEquals(
                    outMemory.address() + (long) slot * BYTES,
                    iovec.iov_base(vector(out, slot)).address());
        }
    }

    @Test
    void noTwoSlotsShareMemory() {
        MessageBatch batch = new MessageBatch(3);
        long vectorsEnd = vector(batch, 2).address() + iovec.layout().byteSize();
        assertEquals(
                batch.headers() + 3 * mmsghdr.layout().byteSize(),
                vector(batch, 0).address());
        assertEquals(vectorsEnd, batch.peerAddress(0));
        assertEquals(batch.peerAddress(0) + 128, batch.peerAddress(1));
        assertEquals(batch.peerAddress(1) + 128, batch.peerAddress(2));
    }

    @Test
    void aSlotWithoutAPeerIsSentWithoutAName() {
        address(1, socket());
        out.prepareToSend();
        assertEquals(0, msghdr.msg_name(header(out, 0)).address());
        assertEquals(out.peerAddress(1), msghdr.msg_name(header(out, 1)).address());
        assertEquals(16, msghdr.msg_namelen(header(out, 1)));
        out.prepareToReceive();
        assertEquals(out.peerAddress(0), msghdr.msg_name(header(out, 0)).address());
        assertEquals(128, msghdr.msg_namelen(header(out, 0)));
    }

    @Test
    void sixteenDatagramsTravelInTwoCalls() {
        long one = socket();
        long two = socket();
        for (int slot = 0; slot < COUNT; slot++) {
            outMemory.set(ValueLayout.JAVA_LONG, (long) slot * BYTES, 1000L + slot);
            out.length(slot, 8 + slot);
            address(slot, two);
        }
        assertEquals(COUNT, send(one));
        assertEquals(COUNT, receive(two));
        for (int slot = 0; slot < COUNT; slot++) {
            assertEquals(8 + slot, in.length(slot));
            assertEquals(1000L + slot, inMemory.get(ValueLayout.JAVA_LONG, (long) slot * BYTES));
            assertFalse(in.truncated(slot));
            assertEquals(16, in.peerLength(slot));
            assertEquals(ground.local(one), ground.sockets.readAddress(in.peerAddress(slot), in.peerLength(slot)));
        }
    }

    @Test
    void aShortDatagramDoesNotShortenTheNextOne() {
        long one = socket();
        long two = socket();
        address(0, two);
        out.count(1);
        for (int length : new int[] {4, BYTES, 0, BYTES}) {
            out.length(0, length);
            assertEquals(1, send(one));
            assertEquals(1, receive(two));
            assertEquals(length, in.length(0));
            assertFalse(in.truncated(0));
            assertEquals(16, in.peerLength(0));
        }
    }

    @Test
    void whatDoesNotFitIsCutOffAndOnlyThat() {
        long one = socket();
        long two = socket();
        address(0, two);
        address(1, two);
        out.count(2);
        in.memory(0, inMemory.address(), 4);
        assertEquals(2, send(one));
        assertEquals(2, receive(two));
        assertTrue(in.truncated(0));
        assertEquals(4, in.length(0));
        assertFalse(in.truncated(1));
        assertEquals(BYTES, in.length(1));
        out.count(1);
        out.length(0, 4);
        assertEquals(1, send(one));
        assertEquals(1, receive(two));
        assertFalse(in.truncated(0), "what was cut the last time is not cut for ever");
    }

    @Test
    void aLengthBeyondTheMemoryIsNotBelieved() {
        long one = socket();
        long two = socket();
        address(0, two);
        out.count(1);
        in.memory(0, inMemory.address(), 4);
        assertEquals(1, send(one));
        assertEquals(1, receive(two, Linux.MSG_TRUNC()));
        assertEquals(4, in.length(0));
        assertTrue(in.truncated(0));
    }

    @Test
    void whatCameCanBeSentBackAsItIs() {
        long one = socket();
        long two = socket();
        address(0, two);
        out.count(1);
        out.length(0, 10);
        assertEquals(1, send(one));
        assertEquals(1, receive(two));
        in.count(1);
        in.prepareToSend();
        assertEquals(1, ground.calls.waiting(Syscalls.__NR_sendmmsg(), two, in.headers(), 1, 0, 0, 0));
        in.count(COUNT);
        assertEquals(1, receive(one));
        assertEquals(10, in.length(0));
        assertEquals(ground.local(two), ground.sockets.readAddress(in.peerAddress(0), in.peerLength(0)));
    }

    @Test
    void aSenderWithoutANameIsToldAsSuch() {
        long one = ground.open(Family.UNIX, Sockets.Type.DATAGRAM);
        long two = ground.open(Family.UNIX, Sockets.Type.DATAGRAM);
        assertEquals(0, ground.bind(two, UnixDomainSocketAddress.of("")));
        address(0, two);
        out.count(1);
        assertEquals(1, send(one));
        assertEquals(1, receive(two));
        assertEquals(0, in.peerLength(0));
        assertEquals(UnixDomainSocketAddress.of(""), ground.sockets.readAddress(in.peerAddress(0), 0));
    }

    @Test
    void wrongSlotsAndLengthsAreRefused() {
        long address = outMemory.address();
        assertThrows(IllegalArgumentException.class, () -> new MessageBatch(0));
        assertThrows(IllegalArgumentException.class, () -> out.count(COUNT + 1));
        assertThrows(IllegalArgumentException.class, () -> out.count(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> out.memory(COUNT, address, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> out.memory(-1, address, 1));
        assertThrows(IllegalArgumentException.class, () -> out.memory(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> out.memory(0, address, -1));
        assertThrows(IllegalArgumentException.class, () -> out.length(0, BYTES + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> out.length(COUNT, 1));
        assertThrows(IllegalArgumentException.class, () -> out.peer(0, address, 129));
        assertThrows(IndexOutOfBoundsException.class, () -> out.peer(COUNT, address, 16));
        assertThrows(IndexOutOfBoundsException.class, () -> out.peerAddress(COUNT));
        assertThrows(IndexOutOfBoundsException.class, () -> out.header(COUNT));
        out.count(3);
        assertThrows(IllegalStateException.class, () -> out.received(4));
    }
}

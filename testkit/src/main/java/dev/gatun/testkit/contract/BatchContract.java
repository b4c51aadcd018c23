package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Datagrams in batches of buffers. */
public interface BatchContract {
    Driver driver();

    private long socket() {
        return driver().bound(Sockets.Family.INET4, Sockets.Type.DATAGRAM, new InetSocketAddress("127.0.0.1", 0));
    }

    /** As the kernel takes them: sixty-four in one call each way, in order, and all over again in the same memory. */
    @Test
    default void sixtyFourDatagramsInOneCallAndTheSameBuffersAgain() {
        int count = 64;
        int bytes = 200;
        long one = socket();
        long two = socket();
        NativeAddress to = driver().localAddress(two);
        BufferBatch out = driver().cpu().newBufferBatch(count);
        BufferBatch in = driver().cpu().newBufferBatch(count);
        for (int i = 0; i < count; i++) {
            out.to(out.add(driver().buffer(bytes)), to);
            in.add(driver().buffer(bytes));
        }
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < count; i++) {
                Buffer buffer = out.buffer(i).clear();
                int length = 8 + (i * 7 + round * 31) % (bytes - 8);
                while (buffer.readable() < length) {
                    buffer.writeByte(round + i + buffer.readable());
                }
            }
            sendAndReceive(one, out, two, in, round);
        }
        for (int i = 0; i < count; i++) {
            in.buffer(i).free();
            out.buffer(i).free();
        }
    }

    private void sendAndReceive(long one, BufferBatch out, long two, BufferBatch in, int round) {
        int count = out.count();
        boolean isWhole = !driver().ground().injectsFaults();
        int sent = 0;
        while (sent < count) {
            int skipped = sent;
            int now = driver().runWell(f -> f.sendBatch(one, out, skipped));
            assertTrue(!isWhole || now == count, () -> now + " of " + count + " sent by one call");
            sent += now;
        }
        NativeAddress sender = driver().cpu().newAddress();
        int received = 0;
        while (received < count) {
            int now = driver().runWell(f -> f.receiveBatch(two, in));
            assertTrue(!isWhole || now == count, () -> now + " of " + count + " received by one call");
            assertEquals(now, in.count());
            for (int i = 0; i < now; i++) {
                Buffer expected = out.buffer(received + i);
                Buffer actual = in.buffer(i);
                assertEquals(
                        -1,
                        expected.segment()
                                .asSlice(0, expected.readable())
                                .mismatch(actual.segment().asSlice(0, actual.readable())),
                        "round " + round + ", slot " + i);
                assertFalse(in.isTruncated(i));
                in.sender(i, sender);
                assertEquals(driver().localAddress(one).get(), sender.get());
            }
            received += now;
        }
    }

    @Test
    default void aBatchInFlightRefusesChangesAndABufferThatWasFreed() {
        long two = socket();
        BufferBatch in = driver().cpu().newBufferBatch(2);
        IoFuture receive = driver().future();
        assertThrows(IllegalArgumentException.class, () -> receive.receiveBatch(two, in), "no buffer");
        assertThrows(IllegalArgumentException.class, () -> receive.sendBatch(two, in), "no datagram");
        Buffer buffer = driver().buffer(100);
        in.add(buffer);
        receive.receiveBatch(two, in);
        assertThrows(IllegalStateException.class, () -> in.add(buffer));
        assertThrows(IllegalStateException.class, in::clear);
        assertThrows(IllegalStateException.class, buffer::free, "invariant 4");
        receive.cancel();
        driver().awaitError(receive, IoError.CANCELLED);
        buffer.free();
        assertThrows(IllegalStateException.class, () -> receive.receiveBatch(two, in));
    }
}

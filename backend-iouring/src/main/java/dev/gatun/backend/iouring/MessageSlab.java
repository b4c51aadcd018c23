package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.bindings.linux.msghdr;
import dev.gatun.linux.LinuxControls;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A {@code struct msghdr} with its {@code iovec} for each slot that ever needed one. The kernel reads it when the entry
 * is submitted and writes it when the message came, so it is the slot's from arming to the terminal result: a slot has
 * one arming at a time. Lives as long as the ring. The Cpu's thread alone.
 */
final class MessageSlab {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int SLOTS_SHIFT = 6;
    private static final long BYTES = 128;
    private static final long VECTOR_AT = msghdr.sizeof();
    /** Behind both: where accept(2) says how long the peer's address is. */
    private static final long LENGTH_AT = VECTOR_AT + iovec.sizeof();

    private static final long NAME = msghdr.msg_name$offset();
    private static final long NAME_BYTES = msghdr.msg_namelen$offset();
    private static final long VECTOR = msghdr.msg_iov$offset();
    private static final long VECTOR_COUNT = msghdr.msg_iovlen$offset();
    private static final long CONTROL = msghdr.msg_control$offset();
    private static final long CONTROL_BYTES = msghdr.msg_controllen$offset();
    private static final long FLAGS = msghdr.msg_flags$offset();

    private final Arena arena;
    private long[] chunks = new long[4];

    MessageSlab(Arena arena) {
        this.arena = arena;
    }

    /** The header for the operation's own memory and peer. No memory: as much as a buffer of the pool holds. */
    long ofMemory(Operation operation) {
        long header = at((int) operation.userData());
        int length = operation.length();
        boolean brings = length > 0 || !operation.has(Operation.POOL_BUFFER);
        long vector = header + VECTOR_AT;
        MEMORY.set(JAVA_LONG, vector + iovec.iov_base$offset(), operation.address());
        MEMORY.set(JAVA_LONG, vector + iovec.iov_len$offset(), length);
        fill(header, operation, vector, brings ? 1 : 0);
        return header;
    }

    /** The header for datagrams in blocks of the pool, each with an envelope: of it the kernel reads the lengths. */
    long ofEnvelope(Operation operation) {
        long header = at((int) operation.userData());
        fill(header, operation, header + VECTOR_AT, 0);
        MEMORY.set(JAVA_INT, header + NAME_BYTES, LinuxControls.ENVELOPE.senderBytes());
        int envelope = LinuxControls.ENVELOPE.bytes(operation.has(Operation.ENVELOPE_FACTS));
        MEMORY.set(JAVA_LONG, header + CONTROL_BYTES, LinuxControls.ENVELOPE.controlBytes(envelope));
        return header;
    }

    /** The header for the operation's vector, which is an array of {@code struct iovec} already; it names nobody. */
    long ofVector(Operation operation) {
        long header = at((int) operation.userData());
        fill(header, operation, operation.address(), operation.length());
        MEMORY.set(JAVA_LONG, header + NAME, 0L); // what the operation has there is of an earlier arming
        MEMORY.set(JAVA_INT, header + NAME_BYTES, 0);
        return header;
    }

    /** Where the length of the peer's address is; its first value is the room there is. */
    long ofPeerLength(Operation operation) {
        long length = at((int) operation.userData()) + LENGTH_AT;
        MEMORY.set(JAVA_INT, length, operation.peerLength());
        return length;
    }

    private static void fill(long header, Operation operation, long vector, int count) {
        MEMORY.set(JAVA_LONG, header + NAME, operation.peerAddress());
        MEMORY.set(JAVA_INT, header + NAME_BYTES, operation.peerLength());
        MEMORY.set(JAVA_LONG, header + VECTOR, vector);
        MEMORY.set(JAVA_LONG, header + VECTOR_COUNT, count);
        MEMORY.set(JAVA_LONG, header + CONTROL, 0L);
        MEMORY.set(JAVA_LONG, header + CONTROL_BYTES, 0L);
        MEMORY.set(JAVA_INT, header + FLAGS, 0);
    }

    private long at(int slot) {
        int chunk = slot >>> SLOTS_SHIFT;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Integer.highestOneBit(chunk) << 1);
        }
        if (chunks[chunk] == 0) {
            chunks[chunk] = arena.allocate(BYTES << SLOTS_SHIFT, 64).address();
        }
        return chunks[chunk] + (slot & (1 << SLOTS_SHIFT) - 1) * BYTES;
    }
}

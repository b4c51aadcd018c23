package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring_recvmsg_out;
import java.lang.foreign.MemorySegment;

/**
 * What stands before a datagram in a block of the pool, as io_uring writes it and epoll's backend after it. The bytes
 * begin with a cache line of their own. Any thread; the memory is the caller's.
 *
 * <pre>
 *   struct io_uring_recvmsg_out | sender, {@value #SENDER_BYTES} bytes | control messages, if there is room | data
 * </pre>
 */
public final class Envelope {
    /** A path of the UNIX family is the longest. */
    public static final int SENDER_BYTES = 112;

    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int HEADER_BYTES = (int) io_uring_recvmsg_out.sizeof();
    private static final int PLAIN_BYTES = HEADER_BYTES + SENDER_BYTES;

    private Envelope() {}

    /** How many bytes it takes. */
    public static int bytes(boolean withControl) {
        return withControl ? PLAIN_BYTES + ControlMessages.BYTES : PLAIN_BYTES;
    }

    /** How many of so many bytes are for control messages. */
    public static int controlBytes(int envelopeBytes) {
        return envelopeBytes - PLAIN_BYTES;
    }

    /** Where the sender's address is. */
    public static long sender(long envelope) {
        return envelope + HEADER_BYTES;
    }

    /** Where the control messages begin. */
    public static long control(long envelope) {
        return envelope + PLAIN_BYTES;
    }

    /** Writes the header, as io_uring does by itself. */
    public static void seal(long envelope, int senderLength, int controlLength, int messageFlags) {
        MEMORY.set(JAVA_INT_UNALIGNED, envelope + io_uring_recvmsg_out.namelen$offset(), senderLength);
        MEMORY.set(JAVA_INT_UNALIGNED, envelope + io_uring_recvmsg_out.controllen$offset(), controlLength);
        MEMORY.set(JAVA_INT_UNALIGNED, envelope + io_uring_recvmsg_out.flags$offset(), messageFlags);
    }

    static int senderLength(long envelope) {
        int written = MEMORY.get(JAVA_INT_UNALIGNED, envelope + io_uring_recvmsg_out.namelen$offset());
        return Math.clamp(written, 0, SENDER_BYTES);
    }

    static int controlLength(long envelope) {
        int written = MEMORY.get(JAVA_INT_UNALIGNED, envelope + io_uring_recvmsg_out.controllen$offset());
        return Math.clamp(written, 0, ControlMessages.BYTES);
    }

    static boolean isTruncated(long envelope) {
        int flags = MEMORY.get(JAVA_INT_UNALIGNED, envelope + io_uring_recvmsg_out.flags$offset());
        return (flags & Linux.MSG_TRUNC()) != 0;
    }
}

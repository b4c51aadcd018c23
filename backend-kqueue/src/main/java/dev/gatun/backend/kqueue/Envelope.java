package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdSockets;
import java.lang.foreign.MemorySegment;

/**
 * What stands before a datagram in a block of the pool. The bytes begin with a cache line of their own. Any thread;
 * the memory is the caller's.
 *
 * <pre>
 *   sender's length, control messages' length, flags, nothing: an int each | sender, {@value #SENDER_BYTES} bytes |
 *   control messages, if there is room | data
 * </pre>
 */
final class Envelope {
    /** A path of the UNIX family is the longest. */
    static final int SENDER_BYTES = 112;

    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int HEADER_BYTES = 16;
    private static final int CONTROL_LENGTH = 4;
    private static final int FLAGS = 8;
    private static final int PLAIN_BYTES = HEADER_BYTES + SENDER_BYTES;

    private Envelope() {}

    /** How many bytes it takes. */
    static int bytes(boolean withControl) {
        return withControl ? PLAIN_BYTES + ControlMessages.BYTES : PLAIN_BYTES;
    }

    /** How many of so many bytes are for control messages. */
    static int controlBytes(int envelopeBytes) {
        return envelopeBytes - PLAIN_BYTES;
    }

    /** Where the sender's address is. */
    static long sender(long envelope) {
        return envelope + HEADER_BYTES;
    }

    /** Where the control messages begin. */
    static long control(long envelope) {
        return envelope + PLAIN_BYTES;
    }

    static void seal(long envelope, int senderLength, int controlLength, int messageFlags) {
        MEMORY.set(JAVA_INT_UNALIGNED, envelope, senderLength);
        MEMORY.set(JAVA_INT_UNALIGNED, envelope + CONTROL_LENGTH, controlLength);
        MEMORY.set(JAVA_INT_UNALIGNED, envelope + FLAGS, messageFlags);
    }

    static int senderLength(long envelope) {
        return Math.clamp(MEMORY.get(JAVA_INT_UNALIGNED, envelope), 0, SENDER_BYTES);
    }

    static int controlLength(long envelope) {
        return Math.clamp(MEMORY.get(JAVA_INT_UNALIGNED, envelope + CONTROL_LENGTH), 0, ControlMessages.BYTES);
    }

    static boolean isTruncated(long envelope) {
        return (MEMORY.get(JAVA_INT_UNALIGNED, envelope + FLAGS) & BsdSockets.MSG_TRUNC) != 0;
    }
}

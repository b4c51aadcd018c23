package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsSockets;
import java.lang.foreign.MemorySegment;

/**
 * What stands before a datagram in a block of the pool; the bytes begin with a cache line of their own. Any thread;
 * the memory is the caller's.
 *
 * <pre>
 *   sender's length | control's length | flags | – | sender, 48 bytes | control messages, if there is room | data
 * </pre>
 */
final class Envelope {
    static final int SENDER_BYTES = 48;

    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final int SENDER_LENGTH = 0;
    private static final int CONTROL_LENGTH = 4;
    private static final int FLAGS = 8;
    private static final int SENDER = 16;
    private static final int PLAIN_BYTES = SENDER + SENDER_BYTES;

    private Envelope() {}

    /** How many bytes it takes. */
    static int bytes(boolean withControl) {
        return withControl ? PLAIN_BYTES + ControlMessages.BYTES : PLAIN_BYTES;
    }

    /** Where the sender's address is. */
    static long sender(long envelope) {
        return envelope + SENDER;
    }

    /** Where the control messages begin. */
    static long control(long envelope) {
        return envelope + PLAIN_BYTES;
    }

    static void seal(long envelope, int senderLength, int controlLength, int messageFlags) {
        ALL.set(JAVA_INT_UNALIGNED, envelope + SENDER_LENGTH, senderLength);
        ALL.set(JAVA_INT_UNALIGNED, envelope + CONTROL_LENGTH, controlLength);
        ALL.set(JAVA_INT_UNALIGNED, envelope + FLAGS, messageFlags);
    }

    static int senderLength(long envelope) {
        return Math.clamp(ALL.get(JAVA_INT_UNALIGNED, envelope + SENDER_LENGTH), 0, SENDER_BYTES);
    }

    static int controlLength(long envelope) {
        return Math.clamp(ALL.get(JAVA_INT_UNALIGNED, envelope + CONTROL_LENGTH), 0, ControlMessages.BYTES);
    }

    static boolean isTruncated(long envelope) {
        return (ALL.get(JAVA_INT_UNALIGNED, envelope + FLAGS) & WindowsSockets.MSG_TRUNC) != 0;
    }
}

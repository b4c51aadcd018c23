package dev.gatun.parts;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import java.lang.foreign.MemorySegment;

/**
 * What stands before a datagram in a block of the pool, laid out as io_uring does it by itself. The bytes begin with a
 * cache line of their own. Any thread; the memory is the caller's.
 *
 * <pre>
 *   sender's length, control messages' length, datagram's length, flags: an int each | sender |
 *   control messages, if there is room | data
 * </pre>
 *
 * @param senderBytes room for the longest address
 * @param controlBytes room for control messages
 * @param cutOff the system's flag of a message that was longer than its memory
 */
public record Envelope(int senderBytes, int controlBytes, int cutOff) {
    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final int CONTROL_LENGTH = Integer.BYTES;
    private static final int FLAGS = 3 * Integer.BYTES;
    private static final int HEADER_BYTES = 4 * Integer.BYTES;

    /** How many bytes it takes. */
    public int bytes(boolean withControl) {
        return HEADER_BYTES + senderBytes + (withControl ? controlBytes : 0);
    }

    /** How many of so many bytes are for control messages. */
    public int controlBytes(int envelopeBytes) {
        return envelopeBytes - HEADER_BYTES - senderBytes;
    }

    /** Where the sender's address is. */
    public long sender(long envelope) {
        return envelope + HEADER_BYTES;
    }

    /** Where the control messages begin. */
    public long control(long envelope) {
        return envelope + HEADER_BYTES + senderBytes;
    }

    /** Writes the header, but the datagram's length, which is told elsewhere. */
    public void seal(long envelope, int senderLength, int controlLength, int messageFlags) {
        ALL.set(JAVA_INT_UNALIGNED, envelope, senderLength);
        ALL.set(JAVA_INT_UNALIGNED, envelope + CONTROL_LENGTH, controlLength);
        ALL.set(JAVA_INT_UNALIGNED, envelope + FLAGS, messageFlags);
    }

    /** Copies the sender's address; its length. */
    public int copySender(long envelope, long into) {
        int length = Math.clamp(ALL.get(JAVA_INT_UNALIGNED, envelope), 0, senderBytes);
        MemorySegment.copy(ALL, sender(envelope), ALL, into, length);
        return length;
    }

    public int controlLength(long envelope) {
        return Math.clamp(ALL.get(JAVA_INT_UNALIGNED, envelope + CONTROL_LENGTH), 0, controlBytes);
    }

    public boolean isTruncated(long envelope) {
        return (ALL.get(JAVA_INT_UNALIGNED, envelope + FLAGS) & cutOff) != 0;
    }
}

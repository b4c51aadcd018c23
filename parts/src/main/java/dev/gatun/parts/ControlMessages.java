package dev.gatun.parts;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.MemorySegment;

/**
 * Control messages: what the system tells of a datagram, and is told of one to send. A handful at most, so what is
 * asked is looked for from the beginning, and nothing is looked for that nobody asks. What a kernel writes is checked:
 * no length is believed that leads out of the memory. Any thread; the memory is the caller's.
 *
 * <pre>
 *   length, of header and data: a word or an int | level, an int | type, an int | padding | data | padding
 * </pre>
 */
public abstract class ControlMessages {
    protected static final MemorySegment ALL = NativeMemory.ALL;
    private static final int INET4_BYTES = 4;
    private static final int INET6_BYTES = 16;

    private final int bytes;
    private final int lengthBytes;
    private final int headerBytes;
    private final int alignment;

    /**
     * @param bytes room for all that can be asked for at once
     * @param lengthBytes how many bytes a message's length has, 4 or 8
     * @param headerBytes how many bytes before the data
     * @param alignment what the next message begins at a multiple of
     */
    protected ControlMessages(int bytes, int lengthBytes, int headerBytes, int alignment) {
        this.bytes = bytes;
        this.lengthBytes = lengthBytes;
        this.headerBytes = headerBytes;
        this.alignment = alignment;
    }

    /** What that message says of it, or UNTOLD. */
    protected abstract long fact(int level, int type, long data, Fact fact);

    /** Where four bytes are to which the datagram was sent, if that message tells; else 0. */
    protected abstract long inet4Destination(int level, int type, long data);

    /** Where sixteen bytes are to which the datagram was sent, if that message tells; else 0. */
    protected abstract long inet6Destination(int level, int type, long data);

    /** Writes all but the host of a socket address with port 0; its length. */
    protected abstract int beginAddress(long into, boolean isInet6);

    /** Where the host stands in a socket address. */
    protected abstract long host(boolean isInet6);

    /** Room for all that can be asked for at once. */
    public final int bytes() {
        return bytes;
    }

    /** A fact, or UNTOLD. */
    public final long fact(long control, int length, Fact fact) {
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long told = fact(level(at), type(at), at + headerBytes, fact);
            if (told != Datagrams.UNTOLD) {
                return told;
            }
        }
        return Datagrams.UNTOLD;
    }

    /** The address that the datagram was sent to, with port 0; its length, or 0. IPv4's before IPv6's guise of it. */
    public final int destination(long control, int length, long into) {
        long inet6 = 0;
        for (long at = first(control, length); at != 0; at = next(at, control, length)) {
            long inet4 = inet4Destination(level(at), type(at), at + headerBytes);
            if (inet4 != 0) {
                int written = beginAddress(into, false);
                MemorySegment.copy(ALL, inet4, ALL, into + host(false), INET4_BYTES);
                return written;
            }
            long told = inet6Destination(level(at), type(at), at + headerBytes);
            inet6 = told == 0 ? inet6 : told;
        }
        if (inet6 == 0) {
            return 0;
        }
        int written = beginAddress(into, true);
        MemorySegment.copy(ALL, inet6, ALL, into + host(true), INET6_BYTES);
        return written;
    }

    /** Adds a number behind what is there; how many bytes more that is. */
    protected final int addNumber(long control, int length, int level, int type, int value) {
        ALL.set(JAVA_INT_UNALIGNED, begin(control, length, level, type, Integer.BYTES), value);
        return space(Integer.BYTES);
    }

    /** Writes a header; where its data is. */
    protected final long begin(long control, int length, int level, int type, int dataBytes) {
        if (length + space(dataBytes) > bytes) {
            throw new IllegalStateException("no room for another control message: send plainly first");
        }
        long at = control + length;
        int size = headerBytes + dataBytes;
        if (lengthBytes == Long.BYTES) {
            ALL.set(JAVA_LONG_UNALIGNED, at, size);
        } else {
            ALL.set(JAVA_INT_UNALIGNED, at, size);
        }
        ALL.set(JAVA_INT_UNALIGNED, at + lengthBytes, level);
        ALL.set(JAVA_INT_UNALIGNED, at + lengthBytes + Integer.BYTES, type);
        return at + headerBytes;
    }

    /** How much a message with so many bytes takes. */
    protected final int space(int dataBytes) {
        return headerBytes + aligned(dataBytes);
    }

    protected static int number(long at) {
        return ALL.get(JAVA_INT_UNALIGNED, at);
    }

    // --- walking ----------------------------------------------------------------------------------------------------

    /** The first message, or 0. */
    private long first(long control, int length) {
        return isWhole(control, control + length) ? control : 0;
    }

    private long next(long at, long control, int length) {
        long next = at + aligned((int) size(at));
        return isWhole(next, control + length) ? next : 0;
    }

    private boolean isWhole(long at, long end) {
        return at + headerBytes <= end && size(at) >= headerBytes && size(at) <= end - at;
    }

    private int aligned(int unaligned) {
        return unaligned + alignment - 1 & -alignment;
    }

    private long size(long at) {
        return lengthBytes == Long.BYTES ? ALL.get(JAVA_LONG_UNALIGNED, at) : number(at);
    }

    private int level(long at) {
        return number(at + lengthBytes);
    }

    private int type(long at) {
        return number(at + lengthBytes + Integer.BYTES);
    }
}

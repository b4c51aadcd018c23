package dev.gatun.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few longs that different threads write, each 128 bytes from the next and from whatever lies beside: two cache
 * lines, because processors fetch them in pairs. An array rather than fields between padding, because its layout is
 * certain. Accessors are named by their memory order; which thread may write which long is for the owner to say.
 */
final class PaddedLongs {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STRIDE = 128 / Long.BYTES;

    private final long[] longs;

    PaddedLongs(int count) {
        longs = new long[(count + 1) * STRIDE];
    }

    long getPlain(int at) {
        return longs[place(at)];
    }

    void setPlain(int at, long value) {
        longs[place(at)] = value;
    }

    long getOpaque(int at) {
        return (long) ELEMENT.getOpaque(longs, place(at));
    }

    void setOpaque(int at, long value) {
        ELEMENT.setOpaque(longs, place(at), value);
    }

    long getAcquire(int at) {
        return (long) ELEMENT.getAcquire(longs, place(at));
    }

    void setRelease(int at, long value) {
        ELEMENT.setRelease(longs, place(at), value);
    }

    boolean compareAndSet(int at, long expected, long value) {
        return ELEMENT.compareAndSet(longs, place(at), expected, value);
    }

    /** The array's own header is 16 bytes, so even the first long has 128 bytes before it. */
    private static int place(int at) {
        return at * STRIDE + STRIDE - 2;
    }
}

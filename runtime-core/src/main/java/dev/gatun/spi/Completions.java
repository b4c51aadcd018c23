package dev.gatun.spi;

/**
 * What one {@link IoBackend#poll} reaped: a backend adds, the core takes all of it before it polls again (invariant 6).
 * Bounded by the batch: a backend stops reaping when it is full, and keeps the rest for the next poll. One thread.
 *
 * <p>An entry is user data, a result (a value, or a negated {@link IoError} code) and flags. With {@link #BUFFER} it
 * also
 * names the pool's block the data is in, and where in it. An error keeps the system's own number beside it.
 */
public final class Completions {
    /** The operation stays armed: this is not its terminal result. */
    public static final int MORE = 1;
    /** The data is in a block of the pool, which is the receiver's from now on. */
    public static final int BUFFER = 1 << 1;
    /** Also with MORE: the block is not yet used up; later results may lie in it, so it stays the backend's as well. */
    public static final int BUFFER_SHARED = 1 << 2;

    private static final int NATIVE_SHIFT = 16;

    private final long[] userData;
    private final long[] buffers;
    private final int[] results;
    private final int[] flags;
    private int count;

    public Completions(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        userData = new long[capacity];
        buffers = new long[capacity];
        results = new int[capacity];
        flags = new int[capacity];
    }

    public int capacity() {
        return userData.length;
    }

    public int count() {
        return count;
    }

    public boolean isFull() {
        return count == userData.length;
    }

    /** A value or a negated error code, with MORE or nothing. */
    public void add(long userData, int result, int flags) {
        int at = count;
        this.userData[at] = userData;
        this.results[at] = result;
        this.flags[at] = flags;
        count = at + 1;
    }

    /** {@code length} bytes in a block of the pool, from {@code offset} on. */
    public void addBuffer(long userData, int length, int flags, int block, int offset) {
        buffers[count] = (long) offset << 32 | block;
        add(userData, length, flags | BUFFER);
    }

    /** A terminal error with the system's own number (errno, GetLastError), which is kept for messages. */
    public void addError(long userData, IoError error, int nativeNumber) {
        add(userData, error.result(), nativeNumber << NATIVE_SHIFT);
    }

    public long userData(int at) {
        return userData[at];
    }

    public int result(int at) {
        return results[at];
    }

    public int flags(int at) {
        return flags[at];
    }

    public int block(int at) {
        return (int) buffers[at];
    }

    public int blockOffset(int at) {
        return (int) (buffers[at] >>> 32);
    }

    /** The system's number of an error; 0 where it has none. */
    public static int nativeNumber(int flags) {
        return flags >>> NATIVE_SHIFT;
    }

    public void clear() {
        count = 0;
    }
}

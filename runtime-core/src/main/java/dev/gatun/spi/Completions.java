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

    /** Three words an entry: user data; flags above the result; where the buffer is. */
    private static final int WORDS = 3;

    private final long[] words;
    private int end;

    public Completions(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        words = new long[Math.multiplyExact(capacity, WORDS)];
    }

    public int capacity() {
        return words.length / WORDS;
    }

    public int count() {
        return end / WORDS;
    }

    public boolean isFull() {
        return end == words.length;
    }

    /** A value or a negated error code, with MORE or nothing. */
    public void add(long userData, int result, int flags) {
        int at = end;
        words[at] = userData;
        words[at + 1] = outcome(result, flags);
        end = at + WORDS;
    }

    /** {@code length} bytes in a block of the pool, from {@code offset} on. */
    public void addBuffer(long userData, int length, int flags, int block, int offset) {
        words[end + 2] = (long) offset << 32 | block;
        add(userData, length, flags | BUFFER);
    }

    /** A terminal error with the system's own number (errno, GetLastError), which is kept for messages. */
    public void addError(long userData, IoError error, int nativeNumber) {
        add(userData, error.result(), nativeNumber << NATIVE_SHIFT);
    }

    public long userData(int at) {
        return words[at * WORDS];
    }

    /** Result and flags in one; for {@link #result(long)}, {@link #flags(long)} and {@link #isValue}. */
    public long outcome(int at) {
        return words[at * WORDS + 1];
    }

    public int result(int at) {
        return result(outcome(at));
    }

    public int flags(int at) {
        return flags(outcome(at));
    }

    public static long outcome(int result, int flags) {
        return (long) flags << 32 | (result & 0xffff_ffffL);
    }

    public static int result(long outcome) {
        return (int) outcome;
    }

    public static int flags(long outcome) {
        return (int) (outcome >>> 32);
    }

    /** True exactly when it is no error, has no flag, and so is the end of its operation. */
    public static boolean isValue(long outcome) {
        return outcome >>> 31 == 0;
    }

    public int block(int at) {
        return (int) words[at * WORDS + 2];
    }

    public int blockOffset(int at) {
        return (int) (words[at * WORDS + 2] >>> 32);
    }

    /** The system's number of an error; 0 where it has none. */
    public static int nativeNumber(int flags) {
        return flags >>> NATIVE_SHIFT;
    }

    public void clear() {
        end = 0;
    }
}

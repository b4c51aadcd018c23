package dev.gatun.bindings.windows;

/**
 * Calls of Windows functions by their address: one shape, of integers and pointers in longs, for all of them. In
 * Windows' convention each argument has a register or eight bytes of stack, and whoever calls clears up, so a
 * function looks at those arguments that it has. Of an answer that is shorter than a long the upper half means
 * nothing: who calls casts.
 *
 * <p>An instance belongs to the thread that it was made for.
 */
public interface WindowsCalls {
    long call(long function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k);

    default long call(long function, long a, long b, long c, long d, long e, long f) {
        return call(function, a, b, c, d, e, f, 0, 0, 0, 0, 0);
    }

    default long call(long function, long a, long b, long c) {
        return call(function, a, b, c, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What GetLastError, or WSAGetLastError, which is the same, said after the last call here. */
    int lastError();
}

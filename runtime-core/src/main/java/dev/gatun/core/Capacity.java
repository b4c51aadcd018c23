package dev.gatun.core;

/** The capacities that a bounded queue can have: powers of two, so that a mask finds the slot. */
final class Capacity {
    private static final int MAX = 1 << 30;

    private Capacity() {}

    static int check(int capacity, int min) {
        if (capacity < min || capacity > MAX) {
            throw new IllegalArgumentException("capacity " + capacity + " is not from " + min + " to " + MAX);
        }
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + " is no power of two; the next is " + Integer.highestOneBit(capacity) * 2);
        }
        return capacity;
    }
}

package dev.gatun.backend.iouring;

/** Longs in order of arrival, in an array that grows when it must and never shrinks. One thread. */
final class LongQueue {
    private long[] values = new long[64];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void addLast(long value) {
        if (size == values.length) {
            grow();
        }
        values[head + size++ & values.length - 1] = value;
    }

    long removeFirst() {
        assert size > 0;
        long value = values[head];
        head = head + 1 & values.length - 1;
        size--;
        return value;
    }

    private void grow() {
        long[] larger = new long[2 * values.length];
        for (int i = 0; i < size; i++) {
            larger[i] = values[head + i & values.length - 1];
        }
        values = larger;
        head = 0;
    }
}

package dev.gatun.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from any threads to one consumer thread, as from an application to a Cpu; it lives as long as the
 * Cpu. After Dmitry Vyukov's bounded queue: beside each slot stands a turn, which says whose it is.
 *
 * <pre>
 *   turn == index               the slot waits for the producer that gets this index
 *   turn == index + 1           the element is there, for the consumer
 *   turn == index + capacity    the consumer has taken it: the slot waits for the next lap
 * </pre>
 *
 * A producer gets its index by a compare-and-set on the tail, and hands the slot over when it has filled it. One that
 * is stalled between these two holds up the elements after its own: the consumer sees an empty queue until it goes on.
 * Nothing is lost or reordered by that, and other producers don't wait. Such a producer looks for a sleeping consumer
 * after it has handed over, as every producer does, so what it held up is not slept over either (invariant 10).
 */
public final class MpscQueue<E> {
    private static final VarHandle TURN = MethodHandles.arrayElementVarHandle(long[].class);

    /** The next index to fill; producers compete for it. */
    private static final int TAIL = 0;
    /** The next index to take; the consumer's own. */
    private static final int HEAD = 1;

    static final long FULL = -1;

    private final PaddedLongs indices = new PaddedLongs(2);
    private final @Nullable Object[] elements;
    private final long[] turns;
    private final int mask;

    public MpscQueue(int capacity) {
        // With one slot, "filled" and "waits for the next lap" would be the same turn.
        elements = new Object[Capacity.check(capacity, 2)];
        turns = new long[capacity];
        mask = capacity - 1;
        for (int i = 0; i < capacity; i++) {
            turns[i] = i;
        }
    }

    public int capacity() {
        return elements.length;
    }

    /** By any thread: false exactly when the queue is full. */
    public boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        long index = claim();
        if (index == FULL) {
            return false;
        }
        fill(index, element);
        return true;
    }

    /** Gets an index, or FULL. Whoever got one must fill it: the consumer waits for that. */
    long claim() {
        while (true) {
            long tail = indices.getOpaque(TAIL);
            long turn = turnAcquire((int) tail & mask);
            if (turn < tail) {
                // The slot belongs to the lap before, so nobody has got this index: it still is the tail.
                return FULL;
            }
            if (turn == tail && indices.compareAndSet(TAIL, tail, tail + 1)) {
                return tail;
            }
        }
    }

    void fill(long index, E element) {
        int slot = (int) index & mask;
        assert elements[slot] == null : "slot of " + index + " is not empty";
        elements[slot] = element;
        turnRelease(slot, index + 1);
    }

    /** By the consumer: null when nothing is there, or the producer whose turn it is hasn't finished. */
    public @Nullable E poll() {
        long head = indices.getPlain(HEAD);
        int slot = (int) head & mask;
        long turn = turnAcquire(slot);
        if (turn != head + 1) {
            assert turn == head : "turn " + turn + " at head " + head;
            return null;
        }
        @SuppressWarnings("unchecked") // only offer writes elements
        E element = (E) elements[slot];
        assert element != null : "slot of " + head + " is empty";
        elements[slot] = null;
        indices.setPlain(HEAD, head + 1);
        turnRelease(slot, head + elements.length);
        return element;
    }

    /** By the consumer, who looks before it sleeps: true exactly when {@link #poll} would answer null. */
    public boolean isEmpty() {
        long head = indices.getPlain(HEAD);
        return turnAcquire((int) head & mask) != head + 1;
    }

    private long turnAcquire(int slot) {
        return (long) TURN.getAcquire(turns, slot);
    }

    private void turnRelease(int slot, long turn) {
        TURN.setRelease(turns, slot, turn);
    }
}

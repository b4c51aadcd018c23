package dev.gatun.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from one producer thread to one consumer thread, as between two Cpus; it lives as long as the longer
 * of both. Neither side waits, and neither touches what the other writes until it has to: each keeps the last index it
 * saw of the other, and asks again only when that looks like full or empty.
 *
 * <p>The producer may stage several elements and publish them together, with one release store. What is staged keeps
 * its place: an {@link #offer} after it publishes it as well.
 *
 * <pre>
 *   head &lt;= tail &lt;= staged &lt;= head + capacity       an element with index i lies in slot i &amp; mask
 * </pre>
 */
public final class SpscQueue<E> {
    /** Written by the consumer, who releases what it took out of the slots below. */
    private static final int HEAD = 0;
    /** Written by the producer, who releases what it put into the slots below. */
    private static final int TAIL = 1;
    /** The producer's own. */
    private static final int STAGED = 2;
    /** The head as the producer last saw it. */
    private static final int SEEN_HEAD = 3;
    /** The tail as the consumer last saw it. */
    private static final int SEEN_TAIL = 4;

    private final PaddedLongs indices = new PaddedLongs(5);
    private final @Nullable Object[] elements;
    private final int mask;

    public SpscQueue(int capacity) {
        elements = new Object[Capacity.check(capacity, 1)];
        mask = capacity - 1;
    }

    public int capacity() {
        return elements.length;
    }

    /** By the producer: false exactly when the queue is full; else the element is visible, and all staged before it. */
    public boolean offer(E element) {
        boolean taken = stage(element);
        if (taken) {
            publish();
        }
        return taken;
    }

    /** By the producer: takes its place in the queue, to be seen at the next {@link #publish}; false when full. */
    public boolean stage(E element) {
        Objects.requireNonNull(element, "element");
        long staged = indices.getPlain(STAGED);
        if (staged - indices.getPlain(SEEN_HEAD) == elements.length) {
            // Acquire: the consumer has emptied the slot before it is filled again.
            long head = indices.getAcquire(HEAD);
            indices.setPlain(SEEN_HEAD, head);
            if (staged - head == elements.length) {
                return false;
            }
        }
        assert elements[(int) staged & mask] == null : "slot of " + staged + " is not empty";
        elements[(int) staged & mask] = element;
        indices.setPlain(STAGED, staged + 1);
        return true;
    }

    /** By the producer: makes everything staged visible, with whatever was written before. */
    public void publish() {
        indices.setRelease(TAIL, indices.getPlain(STAGED));
    }

    /** By the consumer: null exactly when nothing is published. */
    public @Nullable E poll() {
        long head = indices.getPlain(HEAD);
        if (head == indices.getPlain(SEEN_TAIL)) {
            long tail = indices.getAcquire(TAIL);
            indices.setPlain(SEEN_TAIL, tail);
            if (head == tail) {
                return null;
            }
        }
        int slot = (int) head & mask;
        @SuppressWarnings("unchecked") // only stage writes elements
        E element = (E) elements[slot];
        assert element != null : "slot of " + head + " is empty";
        elements[slot] = null;
        indices.setRelease(HEAD, head + 1);
        return element;
    }

    /** By the consumer, who looks before it sleeps: reads the producer's tail anew. */
    public boolean isEmpty() {
        return indices.getPlain(HEAD) == indices.getAcquire(TAIL);
    }
}

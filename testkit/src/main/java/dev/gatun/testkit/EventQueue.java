package dev.gatun.testkit;

import dev.gatun.spi.IoBackend;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events by virtual time, in an order that depends on nothing but the calls made: a binary heap, whose events are
 * used again and again. The driver's thread only.
 */
final class EventQueue {
    private @Nullable Event[] heap = new @Nullable Event[16];
    private int size;
    private @Nullable Event firstFree;

    int size() {
        return size;
    }

    /** {@link IoBackend#NEVER} when there is none. */
    long firstAtNanos() {
        return size == 0 ? IoBackend.NEVER : at(0).atNanos;
    }

    /** An event to fill in and {@link #add}. */
    Event blank() {
        Event event = firstFree;
        if (event == null) {
            return new Event();
        }
        firstFree = event.nextFree;
        event.nextFree = null;
        return event;
    }

    void add(Event event) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            Event above = at(parent);
            if (!event.isBefore(above)) {
                break;
            }
            heap[hole] = above;
            hole = parent;
        }
        heap[hole] = event;
    }

    /** Takes the first out; give it back with {@link #free} once it was read. */
    Event remove() {
        Event first = at(0);
        Event last = at(--size);
        heap[size] = null;
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (!at(child).isBefore(last)) {
                break;
            }
            heap[hole] = at(child);
            hole = child;
        }
        if (size > 0) {
            heap[hole] = last;
        }
        return first;
    }

    void free(Event event) {
        event.forget();
        event.nextFree = firstFree;
        firstFree = event;
    }

    private Event at(int index) {
        return Objects.requireNonNull(heap[index]);
    }
}

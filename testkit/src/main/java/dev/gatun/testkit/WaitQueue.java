package dev.gatun.testkit;

import org.jspecify.annotations.Nullable;

/** Flights that wait at one side of an object, the oldest first; linked through the flights themselves. */
final class WaitQueue {
    private @Nullable Flight first;
    private @Nullable Flight last;

    @Nullable
    Flight first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    void add(Flight flight) {
        assert flight.queue == null : flight + " waits already (invariant 3)";
        flight.queue = this;
        flight.previous = last;
        flight.next = null;
        if (last == null) {
            first = flight;
        } else {
            last.next = flight;
        }
        last = flight;
    }

    void remove(Flight flight) {
        assert flight.queue == this : flight + " does not wait here (invariant 3)";
        Flight before = flight.previous;
        Flight after = flight.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        flight.queue = null;
        flight.next = null;
        flight.previous = null;
    }
}

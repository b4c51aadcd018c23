package dev.gatun.testkit;

import dev.gatun.spi.Completions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is seen at an instant of virtual time: a result of an operation, or the end of one that was
 * cancelled. It belongs to one {@link EventQueue}, which uses it again. The driver's thread only.
 */
final class Event {
    long atNanos;
    /** Among events of one instant, the lower is seen first. */
    long order;
    /** Breaks what is still a tie, so that the heap can't decide anything. */
    long sequence;

    int result;
    int flags;
    int block;
    int blockOffset;
    /** Who connected or sent, for memory that the operation brought; written when the result is seen. */
    @Nullable
    SimulatedAddress peer;

    /** The arming of the flight that it is meant for; the flight may have been used again since. */
    long arming;

    @Nullable
    Event nextFree;

    private @Nullable Flight flight;

    void aim(Flight at) {
        flight = at;
        arming = at.arming;
    }

    Flight flight() {
        return Objects.requireNonNull(flight, "an event that is aimed at nothing");
    }

    boolean isTerminal() {
        return (flags & Completions.MORE) == 0;
    }

    boolean isBefore(Event other) {
        if (atNanos != other.atNanos) {
            return atNanos < other.atNanos;
        }
        return order != other.order ? order < other.order : sequence < other.sequence;
    }

    void forget() {
        flight = null;
        peer = null;
    }
}

package dev.gatun.backend.iocp;

import dev.gatun.parts.HandleLife;
import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What a core knows of the handle that a number means; made anew when the number comes to mean another. In flight are
 * slots that Windows has for it, and jobs that workers have. The Cpu's thread alone.
 */
final class HandleState extends HandleLife {
    /** What it is, as far as it was asked. */
    enum Kind {
        UNKNOWN,
        STREAM,
        DATAGRAM,
        FILE,
        /** A queue of changes in directories. */
        CHANGES
    }

    /** To whose port it belongs: that is for life. */
    enum Port {
        NONE,
        OURS,
        /** Another core's: here it is only tried. */
        FOREIGN
    }

    final long number;
    final Direction reading = new Direction(this, Direction.READING);
    final Direction writing = new Direction(this, Direction.WRITING);
    final Direction polling = new Direction(this, Direction.POLLING);

    /** How often the number had come to mean another handle when this was made. */
    int birth;

    Kind kind = Kind.UNKNOWN;
    Port port = Port.NONE;
    /** What is done at once brings no packet. */
    boolean skipsPackets;

    /** Whatever is written goes to the end. */
    boolean appends;

    /** AF_INET or AF_INET6, of a socket. */
    int family;

    /** What the AFD driver knows it by; 0 when it was not asked yet. */
    long base;

    /** A CLOSE that waits until nothing is in flight; null when there is none. */
    @Nullable
    Operation closing;

    HandleState(long number) {
        this.number = number;
    }

    void renew(int birth) {
        this.birth = birth;
        life++;
        kind = Kind.UNKNOWN;
        port = Port.NONE;
        skipsPackets = false;
        appends = false;
        family = 0;
        base = 0;
        inFlight = 0;
        for (Direction direction : new Direction[] {reading, writing, polling}) {
            direction.watch = -1; // its slot comes back by its packet, and is of another life
            direction.watched = 0;
            direction.isSpent = false;
            direction.seen = 0;
            direction.failure = 0;
        }
    }

    boolean isSocket() {
        return kind == Kind.STREAM || kind == Kind.DATAGRAM;
    }

    Direction direction(int kind) {
        return switch (kind) {
            case Direction.READING -> reading;
            case Direction.WRITING -> writing;
            default -> polling;
        };
    }
}

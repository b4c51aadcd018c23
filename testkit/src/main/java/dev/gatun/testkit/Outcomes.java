package dev.gatun.testkit;

import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of operations: turns what happened into events on the queue of the operation's backend, some late,
 * some out of order, but those of one operation one after the other (invariant 3). The driver's thread only.
 */
final class Outcomes {
    static final int NO_BLOCK = -1;
    /** A send without copying is over when the network has taken the data out of the memory. */
    private static final long ZERO_COPY_NANOS = 1_000;
    /** How many later completions may overtake one. */
    private static final long OVERTAKERS_MAX = 64;

    private final VirtualClock clock;
    private final Dice dice;
    private final Trace trace;
    private final int completionsMax;
    private long sequence;

    Outcomes(VirtualClock clock, Dice dice, Trace trace, int completionsMax) {
        this.clock = clock;
        this.dice = dice;
        this.trace = trace;
        this.completionsMax = completionsMax;
    }

    /** The operation's last result. */
    void complete(Flight flight, int result) {
        finish(flight, result, NO_BLOCK, null);
    }

    /** The operation fails; what was transferred before is what it answers. */
    void end(Flight flight, IoError error) {
        complete(flight, flight.transferred > 0 ? (int) flight.transferred : error.result());
    }

    /** A result: the last, unless the operation is multishot. */
    void deliver(Flight flight, int result, @Nullable SimulatedAddress peer) {
        deliver(flight, result, NO_BLOCK, peer);
    }

    /** A result whose bytes are in a block of the pool, which is the receiver's from now on. */
    void deliver(Flight flight, int result, int block, @Nullable SimulatedAddress peer) {
        if (flight.isMultishot() && !overflows(flight)) {
            post(flight, result, Completions.MORE, block, peer);
        } else {
            finish(flight, result, block, peer);
        }
    }

    /** Bytes of a stream in a block, after those that lie in it already; the next ones may follow. */
    void deliverBytes(Flight flight, int result, int block) {
        int used = flight.blockUsed + result;
        if (!flight.isMultishot() || overflows(flight)) {
            flight.block = NO_BLOCK;
            finish(flight, result, block, null);
        } else if (used < flight.backend.buffers().blockBytes(block) && dice.hit(Fault.BLOCK_SHARED)) {
            post(flight, result, Completions.MORE | Completions.BUFFER_SHARED, block, null);
            flight.block = block;
            flight.blockUsed = used;
        } else {
            flight.block = NO_BLOCK;
            post(flight, result, Completions.MORE, block, null);
        }
    }

    /** A block for what has come, or {@link #NO_BLOCK}: then the operation has ended. */
    int takeBlock(Flight flight) {
        if (flight.block != NO_BLOCK) {
            return flight.block;
        }
        BufferSource buffers = flight.backend.buffers();
        int block = dice.hit(Fault.NO_BUFFERS) ? NO_BLOCK : buffers.take(flight.length);
        if (block < 0) {
            end(flight, IoError.NO_BUFFERS);
            return NO_BLOCK;
        }
        MemoryGuard.poison(buffers.blockAddress(block), buffers.blockBytes(block));
        flight.blockUsed = 0;
        return block;
    }

    /** How many bytes of {@code available} go into a block. */
    static int blockRoom(Flight flight, int block, int available) {
        int room = Math.min(available, flight.backend.buffers().blockBytes(block) - flight.blockUsed);
        return flight.length > 0 ? Math.min(room, flight.length) : room;
    }

    private boolean overflows(Flight flight) {
        return flight.backend.unseenCompletions() >= completionsMax || dice.hit(Fault.MULTISHOT_ENDED);
    }

    private void finish(Flight flight, int result, int block, @Nullable SimulatedAddress peer) {
        assert !flight.isOver : flight + " ends twice (invariant 3)";
        WaitQueue queue = flight.queue;
        if (queue != null) {
            queue.remove(flight);
            flight.object().onEnded(flight);
        }
        if (flight.isCancelRequested && result != IoError.CANCELLED.result()) {
            dice.count(Fault.COMPLETED_THOUGH_CANCELLED);
            if (flight.kind == OperationKind.ACCEPT && result >= 0) {
                dice.count(Fault.ACCEPTED_THOUGH_CANCELLED);
            }
        }
        post(flight, result, 0, block, peer);
        flight.isOver = true;
    }

    private void post(Flight flight, int result, int flags, int block, @Nullable SimulatedAddress peer) {
        EventQueue events = flight.backend.events();
        Event event = events.blank();
        event.result = result;
        event.block = block;
        event.blockOffset = block == NO_BLOCK ? 0 : flight.blockUsed;
        event.flags = block == NO_BLOCK ? flags : flags | Completions.BUFFER;
        event.peer = flight.peerAddress == 0 ? null : peer;
        event.aim(flight);
        place(event, flight);
        flight.unseen++;
        events.add(event);
        trace.flight(Trace.Step.HAPPENED, flight, result, event.flags);
    }

    private void place(Event event, Flight flight) {
        long atNanos = clock.nowNanos();
        if (flight.has(Operation.ZERO_COPY) && event.result > 0) {
            atNanos += ZERO_COPY_NANOS;
        }
        if (dice.hit(Fault.DELAYED)) {
            atNanos += dice.delayNanos();
        }
        event.sequence = sequence++;
        long order = event.sequence;
        if (dice.hit(Fault.SHUFFLED)) {
            order += 1 + dice.below(OVERTAKERS_MAX);
        }
        if (atNanos <= flight.lastAtNanos) {
            atNanos = flight.lastAtNanos;
            order = Math.max(order, flight.lastOrder);
        }
        flight.lastAtNanos = atNanos;
        flight.lastOrder = order;
        event.atNanos = atNanos;
        event.order = order;
    }
}

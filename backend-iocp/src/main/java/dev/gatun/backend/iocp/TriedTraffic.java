package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WsaBuf;
import dev.gatun.parts.OperationList;
import dev.gatun.parts.ReadyList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Operations that wait until their handle is ready: in order, by direction, with one watch for all who wait in it. A
 * stream of our own port is watched by a receive of no bytes, everything else by the driver. Who has much to say is
 * heard a budget at a time, and then the next (invariant 6). The Cpu's thread alone.
 */
final class TriedTraffic {
    /** Tries of one direction before the next one's turn. */
    private static final int BUDGET = 8;

    /** What a watch looks for that is a receive of no bytes: no flags of a poll. */
    private static final int BY_RECEIVE = 0;

    private static final int POLL_BOTH = Operation.POLL_READ | Operation.POLL_WRITE;

    private final Winsock winsock;
    private final HandleTable handles;
    private final SlotTable slots;
    private final Afd afd;
    private final Attempts attempts;
    private final Endings endings;
    private final ReadyList<Direction> ready = new ReadyList<>();

    TriedTraffic(Winsock winsock, HandleTable handles, SlotTable slots, Afd afd, Attempts attempts, Endings endings) {
        this.winsock = winsock;
        this.handles = handles;
        this.slots = slots;
        this.afd = afd;
        this.attempts = attempts;
        this.endings = endings;
    }

    /** True exactly when nobody is worth a try. */
    boolean isQuiet() {
        return ready.isEmpty();
    }

    void start(Direction at, Operation operation, Completions into) {
        if (!at.parked.isEmpty()) {
            park(at, operation);
            return;
        }
        if (at.failure != 0) {
            endings.tell(operation, at.failure, into);
            at.failure = 0;
            return;
        }
        switch (attempts.attempt(at.handle, operation, into)) {
            case ENDED -> {}
            case MORE, MORE_LATER -> {
                park(at, operation);
                ready.addLast(at);
            }
            case BLOCKED -> {
                park(at, operation);
                watch(at, into);
            }
        }
    }

    private static void park(Direction at, Operation operation) {
        Place.set(operation, Place.PARKED, at.kind);
        at.parked.addLast(operation);
    }

    void poll(Direction at, Operation operation, Completions into) {
        park(at, operation);
        at.isSpent = false;
        boolean isWatched = at.watch >= 0 && (operation.flags() & POLL_BOTH & ~at.watched) == 0;
        if (!isWatched) {
            watchForPolls(at, into);
        }
    }

    /** What was told of readiness has been made use of: from now on it may be told again. */
    void onUse(HandleState handle) {
        if (handle.polling.isSpent) {
            handle.polling.isSpent = false;
            ready.addLast(handle.polling);
        }
    }

    /** Directions that were ready when it began get their turn, as far as there is room. */
    void serve(Completions into) {
        for (int left = ready.size(); left > 0 && !into.isFull(); left--) {
            Direction at = ready.removeFirst();
            if (at == null) {
                return;
            }
            if (at.failure != 0) {
                endAll(at, at.failure, into);
            } else if (at.kind == Direction.POLLING) {
                tellPolls(at, into);
                watchForPolls(at, into);
            } else if (serve(at, into)) {
                ready.addLast(at);
            }
        }
    }

    /** True exactly when it is worth another turn. */
    private boolean serve(Direction at, Completions into) {
        for (int tries = 0; tries < BUDGET; tries++) {
            Operation first = at.parked.first();
            if (first == null) {
                return false;
            }
            if (into.isFull()) {
                return true;
            }
            at.parked.remove(first); // its end may be told, and then it is the core's
            switch (attempts.attempt(at.handle, first, into)) {
                case ENDED -> {}
                case MORE -> at.parked.addFirst(first);
                case MORE_LATER -> {
                    at.parked.addFirst(first);
                    return true;
                }
                case BLOCKED -> {
                    at.parked.addFirst(first);
                    watch(at, into);
                    return false;
                }
            }
        }
        return !at.parked.isEmpty();
    }

    // --- watches
    // ----------------------------------------------------------------------------------------------------

    /** Has whoever waits told when trying is worth it; where that can't be, they end. */
    private void watch(Direction at, Completions into) {
        if (at.watch >= 0) {
            return;
        }
        boolean canBeReceivedFrom = at.kind == Direction.READING
                && at.handle.kind == HandleState.Kind.STREAM
                && isReceive(at.parked.first());
        long attached = canBeReceivedFrom ? handles.attach(at.handle) : 0;
        boolean byReceive = canBeReceivedFrom && at.handle.port == HandleState.Port.OURS;
        long result = attached < 0 ? attached : byReceive ? watchByReceive(at) : watchByDriver(at, flagsOf(at));
        if (result < 0) {
            endAll(at, result, into);
        }
    }

    private static boolean isReceive(@Nullable Operation operation) {
        return operation != null && operation.kind() != OperationKind.ACCEPT;
    }

    private static int flagsOf(Direction at) {
        return at.kind == Direction.READING ? Operation.POLL_READ : Operation.POLL_WRITE;
    }

    /** A receive of no bytes ends when there are some, and takes none; no memory is locked for who is idle. */
    private long watchByReceive(Direction at) {
        int slot = slots.takeFor(at);
        long overlapped = slots.overlapped(slot, 0);
        NativeMemory.ALL.set(JAVA_INT, slots.vector(slot) + WsaBuf.LEN, 0);
        long result = winsock.receive(
                at.handle.number, slots.vector(slot), 1, slots.flags(slot), slots.count(slot), overlapped);
        boolean isTold = result == Winsock.PENDING || (result == 0 && !at.handle.skipsPackets);
        if (isTold) {
            at.watch = slot;
            at.watched = BY_RECEIVE;
            return 0;
        }
        slots.give(slot);
        if (result == 0) {
            ready.addLast(at); // something came in between
        }
        return result;
    }

    private long watchByDriver(Direction at, int pollFlags) {
        HandleState handle = at.handle;
        if (handle.base == 0) {
            long base = winsock.query(handle.number, WindowsSockets.SIO_BASE_HANDLE);
            if (base < 0) {
                return base;
            }
            handle.base = base;
        }
        int slot = slots.takeFor(at);
        long result = afd.poll(handle.base, Afd.eventsOf(pollFlags), slots.poll(slot), slots.overlapped(slot, 0));
        if (result < 0) {
            slots.give(slot);
            return result;
        }
        at.watch = slot;
        at.watched = pollFlags;
        return 0;
    }

    /** One watch for all that polls want to know. One that looks for less is ended, and begun anew by its packet. */
    private void watchForPolls(Direction at, Completions into) {
        int wanted = 0;
        for (Operation each = at.parked.first(); each != null; each = OperationList.after(each)) {
            boolean isSpent = at.isSpent && each.has(Operation.MULTISHOT);
            wanted |= isSpent ? 0 : each.flags() & POLL_BOTH;
        }
        if (wanted == 0) {
            return;
        }
        if (at.watch >= 0) {
            if ((wanted & ~at.watched) != 0) {
                afd.cancel(slots.overlapped(at.watch), slots.flags(at.watch));
            }
            return;
        }
        long result = watchByDriver(at, wanted);
        if (result < 0) {
            endAll(at, result, into);
        }
    }

    /** The packet of a watch: those who waited are tried, or told. */
    void onWatched(int slot) {
        Direction at = slots.direction(slot);
        boolean isCurrent = slots.isOfThisLife(slot) && at.watch == slot;
        int events = Afd.events(slots.poll(slot));
        int error = WindowsErrorTable.errorOf(slots.status(slot));
        slots.give(slot);
        if (!isCurrent) {
            return; // of a handle that was closed since
        }
        at.watch = -1;
        boolean hasFailed = error != 0 && error != WindowsErrors.ERROR_OPERATION_ABORTED;
        if (hasFailed && at.watched == BY_RECEIVE) {
            at.failure = -error; // Windows tells it once: a receive that tried now might take it for an end
        }
        at.seen |= Afd.flagsOf(events);
        ready.addLast(at); // others' packets were fetched with it: there may be no room for all who wait here
    }

    /** Those there is no room for now are told by the next watch. */
    private void tellPolls(Direction at, Completions into) {
        int flags = at.seen;
        at.seen = 0;
        Operation next = at.parked.first();
        while (next != null && !into.isFull()) {
            Operation operation = next;
            next = OperationList.after(operation);
            int told = flags & (operation.flags() | Operation.POLL_HANG_UP);
            if (told != 0 && operation.has(Operation.MULTISHOT)) {
                at.isSpent = true;
                into.add(operation.userData(), told, Completions.MORE);
            } else if (told != 0) {
                at.parked.remove(operation);
                endings.tell(operation, told, into);
            }
        }
    }

    // --- ends
    // -------------------------------------------------------------------------------------------------------

    /** What it waited for may come for another. */
    void cancel(Operation operation, Direction at) {
        at.parked.remove(operation);
        endings.keep(operation, IoError.CANCELLED);
    }

    /** Where nobody waits any more, who comes next is told. */
    private void endAll(Direction at, long error, Completions into) {
        at.failure = error;
        while (!into.isFull() && !at.parked.isEmpty()) {
            at.failure = 0;
            Operation operation = at.parked.removeFirst();
            if (operation != null) {
                endings.tell(operation, error, into);
            }
        }
        if (!at.parked.isEmpty()) {
            at.failure = error;
            ready.addLast(at);
        }
    }

    /** Their handle is closed. */
    void endAll(HandleState handle, IoError error) {
        for (int kind = Direction.READING; kind <= Direction.POLLING; kind++) {
            Direction at = handle.direction(kind);
            for (Operation each = at.parked.removeFirst(); each != null; each = at.parked.removeFirst()) {
                endings.keep(each, error);
            }
        }
    }

    /** The backend is about to close. */
    void endAllWatches() {
        for (int slot = 0; slot < slots.capacity(); slot++) {
            if (slots.purpose(slot) == SlotTable.WATCH) {
                endWatch(slots.direction(slot), slot);
            }
        }
    }

    private void endWatch(Direction at, int slot) {
        afd.cancel(slots.overlapped(slot), slots.flags(slot));
        winsock.cancel(at.handle.number, slots.overlapped(slot));
    }

    /** Ends the watches of a handle, as far as Windows does not do it by itself when the handle is closed. */
    void endWatches(HandleState handle) {
        for (int kind = Direction.READING; kind <= Direction.POLLING; kind++) {
            Direction at = handle.direction(kind);
            if (at.watch >= 0) {
                endWatch(at, at.watch);
            }
        }
    }
}

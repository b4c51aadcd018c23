package dev.gatun.readiness;

import dev.gatun.parts.OperationList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import java.util.Objects;

/**
 * Operations that only ask what is ready. They watch beside the queues and stand in nobody's way; of a multishot one
 * each edge is a result. The Cpu's thread alone.
 */
final class PollDesk {
    private static final int ASKABLE = Poller.READ | Poller.WRITE;

    private final Platform platform;
    private final Endings endings;
    private final HandleTable handles;
    private final Lender.Listener returns;

    /** Those that have something to tell. */
    private final OperationList due = new OperationList();

    PollDesk(Platform platform, Endings endings, HandleTable handles, Lender.Listener returns) {
        this.platform = platform;
        this.returns = returns;
        this.endings = endings;
        this.handles = handles;
    }

    boolean isQuiet() {
        return due.isEmpty();
    }

    void start(HandleState handle, Operation operation, Completions into) {
        if (handle.isClosing) {
            endings.tell(operation, Endings.BAD_HANDLE, into);
            return;
        }
        boolean isNew = handle.nature == HandleState.Nature.UNKNOWN;
        long watched = handle.watch(platform.poller(), platform.calls());
        if (watched == Poller.NEVER_BLOCKS) {
            endings.tell(operation, operation.flags() & ASKABLE, into);
            return;
        }
        if (handle.hasLoans()) {
            platform.lender().takeReturned(handle.handle, returns); // else the end of a loan looks like a failure
        }
        // A handle that is new to the poller tells what is ready already; of another we have to ask.
        long ready = watched < 0 || isNew ? watched : platform.poller().readiness(handle.handle);
        if (ready < 0) {
            endings.tell(operation, ready, into);
            return;
        }
        Place.set(operation, Place.WATCHING);
        handle.watchers.addLast(operation);
        if (operation.has(Operation.POLL_WRITE)) {
            handle.wantWrites(platform.poller());
        }
        if (ready > 0) {
            onReady(handle, (int) ready);
        }
    }

    void onReady(HandleState handle, int events) {
        Operation next = handle.watchers.first();
        while (next != null) {
            Operation watcher = next;
            next = OperationList.after(watcher);
            int answer = answer(watcher, events);
            if (answer != 0) {
                handle.watchers.remove(watcher);
                Place.set(watcher, Place.DUE, answer);
                due.addLast(watcher);
            }
        }
    }

    /** After a hang-up nothing blocks any more. */
    private static int answer(Operation operation, int events) {
        return (events & Poller.HANG_UP) != 0
                ? Poller.READ | Poller.WRITE | Poller.HANG_UP
                : events & operation.flags() & ASKABLE;
    }

    void tellDue(Completions into) {
        for (Operation operation = due.first(); operation != null && !into.isFull(); operation = due.first()) {
            due.remove(operation);
            int answer = Place.detail(operation);
            if (!operation.has(Operation.MULTISHOT)) {
                endings.tell(operation, answer, into);
                continue;
            }
            into.add(operation.userData(), answer, Completions.MORE);
            HandleState handle = Objects.requireNonNull(handles.find((int) operation.handle()));
            assert !handle.isClosing : "what was due has ended with its handle: " + operation;
            Place.set(operation, Place.WATCHING);
            handle.watchers.addLast(operation);
        }
    }

    void cancel(Operation operation, HandleState handle) {
        (Place.of(operation) == Place.DUE ? due : handle.watchers).remove(operation);
        endings.keep(operation, Endings.CANCELLED);
    }

    void cancelAll(HandleState handle) {
        endings.keepAll(handle.watchers, Endings.CANCELLED);
        Operation next = due.first();
        while (next != null) {
            Operation operation = next;
            next = OperationList.after(operation);
            if (operation.handle() == handle.handle) {
                due.remove(operation);
                endings.keep(operation, Endings.CANCELLED);
            }
        }
    }
}

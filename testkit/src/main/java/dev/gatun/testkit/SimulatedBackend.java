package dev.gatun.testkit;

import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider.Settings;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One core's way into a {@link SimulatedKernel}. What is submitted happens at the next poll, in order; its results
 * wait here for their instant. Polling never blocks: it notes until when the core would have slept. Everything but
 * {@link #wake} belongs to the thread that drives the machine.
 */
final class SimulatedBackend implements IoBackend {
    private final SimulatedKernel kernel;
    private final Settings settings;
    private final Sockets sockets;
    private final Dice dice;
    private final Trace trace;
    private final FlightDesk desk;
    private final EventQueue events = new EventQueue();
    private final int queueEntries;

    private @Nullable Flight firstToHandOver;
    private @Nullable Flight lastToHandOver;
    private int toHandOver;
    private @Nullable Flight firstToCancel;

    /** Shares of blocks that go back at the next poll. */
    private int[] keptBlocks = new int[4];

    private int blocksToGive;

    /** Until when the core sleeps; NOW when it does not. */
    private long parkedUntilNanos = NOW;

    /** Set by any thread; taken by the driver's. */
    private final AtomicBoolean woken = new AtomicBoolean();

    /** A wake is held back at most once, or it might be lost. */
    private boolean isWakeHeld;

    private volatile boolean isClosed;

    SimulatedBackend(SimulatedKernel kernel, Settings settings, Sockets sockets) {
        this.kernel = kernel;
        this.settings = settings;
        this.sockets = sockets;
        desk = new FlightDesk(kernel, this);
        dice = kernel.dice();
        trace = kernel.recorder();
        queueEntries = Math.min(settings.entries(), kernel.limits().intValue(Limit.QUEUE_ENTRIES));
    }

    @Override
    public String name() {
        return SimulatedProvider.NAME;
    }

    @Override
    public Capabilities capabilities() {
        return kernel.capabilities();
    }

    @Override
    public Sockets sockets() {
        return sockets;
    }

    @Override
    public FileFacts fileFacts() {
        return kernel.fileFacts();
    }

    @Override
    public DirectoryChanges directoryChanges() {
        return kernel.files().changes();
    }

    @Override
    public int submit(Operation operation) {
        enter();
        desk.checkNotInFlight(operation);
        if (toHandOver == queueEntries || desk.isFull() || dice.hit(Fault.QUEUE_FULL)) {
            trace.cpu(Trace.Step.REFUSED, cpu(), operation.kind(), operation.handle(), operation.userData());
            return IoError.QUEUE_FULL.result();
        }
        Flight flight = desk.take(operation);
        Flight last = lastToHandOver;
        if (last == null) {
            firstToHandOver = flight;
        } else {
            last.nextToHandOver = flight;
        }
        lastToHandOver = flight;
        toHandOver++;
        return 0;
    }

    @Override
    public int cancel(Operation operation) {
        enter();
        Flight flight = desk.find(operation);
        if (flight == null || flight.isOver) {
            dice.count(Fault.CANCEL_NOT_FOUND);
            trace.cpu(Trace.Step.CANCEL_TOO_LATE, cpu(), operation.kind(), operation.handle(), operation.userData());
            return IoError.NOT_FOUND.result();
        }
        trace.flight(Trace.Step.CANCEL, flight, 0, 0);
        if (!flight.isCancelRequested) {
            flight.isCancelRequested = true;
            flight.nextToCancel = firstToCancel;
            firstToCancel = flight;
        }
        return 0;
    }

    @Override
    public int poll(long nowNanos, long deadlineNanos, Completions into) {
        enter();
        if (blocksToGive > 0) {
            giveBlocks();
        }
        if (firstToHandOver != null || firstToCancel != null) {
            handOver();
        }
        kernel.settle();
        boolean stays = !woken.get() || !takeWake();
        int before = into.count();
        long now = kernel.nowNanos();
        while (events.firstAtNanos() <= now && !into.isFull()) {
            reap(into);
        }
        int added = into.count() - before;
        parkedUntilNanos = added == 0 && stays && deadlineNanos > now ? parkUntil(now, deadlineNanos) : NOW;
        return added;
    }

    @Override
    public void wake() {
        if (isClosed) {
            throw kernel.failure("the backend of cpu " + cpu() + " was woken after it was closed");
        }
        woken.set(true);
    }

    @Override
    public int inFlight() {
        return desk.inFlight();
    }

    @Override
    public int closeAndCountLeaked() {
        if (isClosed) {
            return 0;
        }
        enter();
        isClosed = true;
        firstToHandOver = null;
        lastToHandOver = null;
        firstToCancel = null;
        int leaked = desk.leak();
        while (events.size() > 0) {
            Event event = events.remove();
            if ((event.flags & Completions.BUFFER) != 0 && (event.flags & Completions.BUFFER_SHARED) == 0) {
                settings.buffers().give(event.block);
            }
            events.free(event);
        }
        giveBlocks();
        return leaked;
    }

    /** The flight is over: its share of a block goes back, but not before the results that lie in it were taken. */
    void keepBlock(Flight flight) {
        if (flight.block != Outcomes.NO_BLOCK) {
            if (blocksToGive == keptBlocks.length) {
                keptBlocks = Arrays.copyOf(keptBlocks, 2 * blocksToGive);
            }
            keptBlocks[blocksToGive++] = flight.block;
            flight.block = Outcomes.NO_BLOCK;
        }
    }

    int cpu() {
        return settings.cpu();
    }

    BufferSource buffers() {
        return settings.buffers();
    }

    EventQueue events() {
        return events;
    }

    int unseenCompletions() {
        return events.size();
    }

    /** When polling this backend is next worth while; not before {@code nowNanos}. */
    long nextEventNanos(long nowNanos) {
        if (isClosed) {
            return NEVER;
        }
        if (woken.get() || toHandOver > 0 || firstToCancel != null) {
            return nowNanos;
        }
        return Math.max(nowNanos, Math.min(parkedUntilNanos, events.firstAtNanos()));
    }

    private void enter() {
        kernel.enter();
        if (isClosed) {
            throw kernel.failure("the backend of cpu " + cpu() + " was used after it was closed");
        }
    }

    private void giveBlocks() {
        for (int i = 0; i < blocksToGive; i++) {
            settings.buffers().give(keptBlocks[i]);
        }
        blocksToGive = 0;
    }

    private void handOver() {
        Flight flight = firstToHandOver;
        firstToHandOver = null;
        lastToHandOver = null;
        toHandOver = 0;
        while (flight != null) {
            Flight next = flight.nextToHandOver;
            flight.nextToHandOver = null;
            flight.isQueued = false;
            if (flight.isCancelRequested && flight.kind != OperationKind.CLOSE && dice.hit(Fault.CANCEL_EARLY)) {
                kernel.outcomes().end(flight, IoError.CANCELLED);
            } else {
                kernel.execute(flight);
            }
            flight = next;
        }
        Flight cancelled = firstToCancel;
        firstToCancel = null;
        while (cancelled != null) {
            Flight next = cancelled.nextToCancel;
            cancelled.nextToCancel = null;
            if (!cancelled.isOver) {
                kernel.cancel(cancelled);
            }
            cancelled = next;
        }
    }

    private boolean takeWake() {
        if (!isWakeHeld && dice.hit(Fault.LATE_WAKE)) {
            isWakeHeld = true;
            return false;
        }
        isWakeHeld = false;
        woken.set(false);
        trace.wake(cpu());
        return true;
    }

    private long parkUntil(long nowNanos, long deadlineNanos) {
        if (deadlineNanos == nowNanos + 1 || !dice.hit(Fault.SPURIOUS_WAKE)) {
            return deadlineNanos;
        }
        return Math.min(deadlineNanos - 1, nowNanos + dice.delayNanos());
    }

    private void reap(Completions into) {
        Event event = events.remove();
        Flight flight = event.flight();
        kernel.checkUntouched(flight);
        SimulatedAddress peer = event.peer;
        if (peer != null) {
            flight.memory.open();
            peer.write(flight.memory.peer);
            flight.memory.seal();
        }
        flight.unseen--;
        trace.flight(Trace.Step.REAPED, flight, event.result, event.flags);
        int flags = event.flags & (Completions.MORE | Completions.BUFFER_SHARED);
        if (event.result < 0) {
            into.addError(flight.userData, IoError.of(event.result), 0);
        } else if ((event.flags & Completions.BUFFER) != 0) {
            into.addBuffer(flight.userData, event.result, flags, event.block, event.blockOffset);
        } else {
            into.add(flight.userData, event.result, flags);
        }
        if (event.isTerminal()) {
            keepBlock(flight);
            desk.land(flight);
        } else {
            // What waited for this result to be seen may go on; and a POLL may have more to say.
            kernel.mark(Objects.requireNonNull(flight.object));
        }
        events.free(event);
    }
}

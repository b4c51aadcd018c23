package dev.gatun.backend.iocp;

import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.parts.FileJobs;
import dev.gatun.parts.OperationList;
import dev.gatun.spi.BackendStatistics;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A Cpu on a completion port. Submitting makes no call; a poll begins what was submitted, in order, serves those
 * whose handles became ready, and fetches packets when that brought nothing, or when it did so often enough. The
 * Cpu's thread alone, but for {@link #wake} and {@link #statistics}.
 */
final class IocpBackend implements IoBackend {
    static final String NAME = "iocp";

    /** Every so many polls packets are fetched, however much was done at once: nobody starves (invariant 6). */
    private static final int LOOK_EVERY = 4;

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int DRAIN_MILLIS = 20;

    private final Capabilities capabilities;
    private final Arena arena;
    private final Port port;
    private final @Nullable ExactTimer timer;
    private final SlotTable slots;
    private final Endings endings = new Endings();
    private final OperationList submitted = new OperationList();
    private final Afd afd;
    private final BegunTraffic begun;
    private final TriedTraffic tried;
    private final FileDesk files;
    private final IocpDirectoryChanges changes;
    private final CloseDesk closes;
    private final Starter starter;
    private final IocpSockets sockets;
    private final FileFacts fileFacts = new IocpFileFacts();
    private final HandleTable handles;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private int polls;
    private long strays;
    private boolean isClosed;

    // Written by the loop, read by whoever asks, a moment later.
    private long enters;
    private long waits;

    IocpBackend(Functions functions, IocpConfig config, IoBackendProvider.Settings settings, Arena arena) {
        this.arena = arena;
        Winsock winsock = new Winsock(functions, arena);
        port = new Port(functions, settings.batch(), arena);
        timer = settings.onSystemClock() && config.exactWaits() ? ExactTimer.open(functions, port.handle, arena) : null;
        afd = new Afd(winsock, port, arena);
        handles = new HandleTable(winsock, port, arena, this::onGone);
        slots = new SlotTable(functions.system, arena);
        begun = new BegunTraffic(winsock, slots, endings);
        Attempts attempts = new Attempts(winsock, settings.buffers(), endings, arena);
        tried = new TriedTraffic(winsock, handles, slots, afd, attempts, endings);
        closes = new CloseDesk(winsock, endings, tried);
        files = new FileDesk(
                handles,
                endings,
                winsock,
                new FileJobs<>(
                        () -> new BlockingCalls(functions, Arena.ofAuto()),
                        () -> port.post(Port.WORKED),
                        config.fileThreadsMax()));
        changes =
                new IocpDirectoryChanges(new Winsock(functions, Arena.ofAuto()), handles, slots, port, endings, arena);
        starter = new Starter(winsock, handles, begun, tried, files, changes, closes, endings);
        sockets = new IocpSockets(
                new Winsock(functions, Arena.ofAuto()), // handles are closed after the backend, too
                handle -> {
                    if (!isClosed) {
                        closes.onClosedByCall(handles.find(handle));
                    }
                });
        capabilities = config.capabilities(timer != null);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Sockets sockets() {
        return sockets;
    }

    @Override
    public FileFacts fileFacts() {
        return fileFacts;
    }

    @Override
    public DirectoryChanges directoryChanges() {
        return changes;
    }

    @Override
    public BackendStatistics statistics() {
        return new BackendStatistics(enters, waits, 0, 0, 0);
    }

    @Override
    public int inFlight() {
        return endings.inFlight();
    }

    /** It was closed behind our back, and its number is another's. */
    private void onGone(HandleState handle) {
        tried.endAll(handle, IoError.BAD_HANDLE);
    }

    /** Packets that were nobody's; for tests. */
    long strays() {
        return strays;
    }

    /** Slots that Windows has, watches among them; for tests. */
    int slotsTaken() {
        return slots.taken();
    }

    @Override
    public int submit(Operation operation) {
        endings.begin(operation);
        submitted.addLast(operation);
        return 0;
    }

    @Override
    public int cancel(Operation operation) {
        switch (Place.of(operation)) {
            case Place.SUBMITTED -> {
                submitted.remove(operation);
                endings.keep(operation, IoError.CANCELLED);
            }
            case Place.SLOT -> begun.cancel(operation);
            case Place.PARKED -> {
                HandleState handle = handles.find(Operation.plainHandle(operation.handle()));
                if (handle != null) {
                    tried.cancel(operation, handle.direction(Place.detail(operation)));
                }
            }
            case Place.WORKER -> files.cancel(operation);
            case Place.CLOSING -> {} // it has begun to close, and goes on
            default -> {
                return IoError.NOT_FOUND.result();
            }
        }
        return 0;
    }

    @Override
    public int poll(long nowNanos, long deadlineNanos, Completions into) {
        int before = into.count();
        endings.tellKept(into);
        begun.goOn(into);
        startSubmitted(into);
        tried.serve(into);
        files.tellDone(into, closes);
        closes.finish(files, into);
        boolean isIdle = into.count() == before && isQuiet();
        polls++;
        if (!into.isFull() && (into.count() == before || polls % LOOK_EVERY == 0)) {
            fetch(isIdle ? waitFor(nowNanos, deadlineNanos) : 0, into);
            tried.serve(into);
            files.tellDone(into, closes);
            closes.finish(files, into);
        }
        return into.count() - before;
    }

    private void startSubmitted(Completions into) {
        Operation last = submitted.last();
        while (last != null && !into.isFull()) {
            Operation operation = submitted.removeFirst();
            if (operation == null) {
                return;
            }
            starter.start(operation, into);
            if (operation == last) {
                return;
            }
        }
    }

    /** True exactly when only a packet can bring something. */
    private boolean isQuiet() {
        return submitted.isEmpty()
                && endings.isEmpty()
                && begun.isQuiet()
                && tried.isQuiet()
                && files.isQuiet()
                && closes.isQuiet();
    }

    /** How many milliseconds; with an exact timer armed its packet ends the wait. */
    private int waitFor(long nowNanos, long deadlineNanos) {
        if (deadlineNanos == NOW) {
            return 0;
        }
        if (deadlineNanos == NEVER) {
            return WindowsConstants.INFINITE;
        }
        long nanos = deadlineNanos - nowNanos;
        if (nanos <= 0) {
            return 0;
        }
        return timer != null && timer.arm(nanos) ? WindowsConstants.INFINITE : Port.millis(nanos);
    }

    private void fetch(int millis, Completions into) {
        enters++;
        if (millis != 0) {
            waits++;
        }
        int fetched = port.fetch(millis, into.capacity() - into.count());
        for (int i = 0; i < fetched; i++) {
            onPacket(port.key(i), port.overlapped(i), into);
        }
        if (timer != null) {
            timer.disarm();
        }
    }

    private void onPacket(int key, long overlapped, Completions into) {
        switch (key) {
            case Port.WOKEN -> isWoken.set(false);
            case Port.WORKED -> {} // it is looked at anyhow
            case Port.TIMED -> {
                if (timer != null) {
                    timer.onTimed();
                }
            }
            default -> onEnded(overlapped, into);
        }
    }

    private void onEnded(long overlapped, Completions into) {
        int slot = slots.slotOf(overlapped);
        if (slot < 0) {
            strays++;
            return;
        }
        HandleState handle = slots.handle(slot);
        if (slots.purpose(slot) == SlotTable.WATCH) {
            tried.onWatched(slot);
        } else if (slots.purpose(slot) == SlotTable.CHANGES) {
            changes.onPacket(slot);
        } else {
            begun.onPacket(slot, into);
        }
        closes.onReleased(handle);
    }

    /** Any thread. One packet is enough, however many wake. */
    @Override
    public void wake() {
        if (isWoken.compareAndSet(false, true)) {
            port.post(Port.WOKEN);
        }
    }

    @Override
    public int closeAndCountLeaked() {
        if (isClosed) {
            return 0;
        }
        int leaked = endings.inFlight();
        int running = files.closeAndCountRunning(DRAIN_NANOS);
        drain();
        afd.close();
        isClosed = true;
        if (timer != null) {
            timer.close();
        }
        if (slots.taken() > 0 || running > 0) {
            return Math.max(leaked, 1); // Windows still has memory of it: left alone for ever (invariant 4)
        }
        port.close();
        arena.close();
        return leaked;
    }

    /** The watches that are left, of handles that are still open. */
    private void drain() {
        Completions nobody = new Completions(Math.max(1, slots.capacity()));
        long start = System.nanoTime();
        tried.endAllWatches();
        changes.close();
        while (slots.taken() > 0 && System.nanoTime() - start < DRAIN_NANOS) {
            nobody.clear();
            int fetched = port.fetch(DRAIN_MILLIS, nobody.capacity());
            for (int i = 0; i < fetched; i++) {
                int slot = port.key(i) == Port.ENDED ? slots.slotOf(port.overlapped(i)) : -1;
                if (slot >= 0) {
                    slots.give(slot);
                }
            }
        }
    }
}

package dev.gatun.backend.iouring;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.linux.CachedFiles;
import dev.gatun.linux.LinuxDirectoryChanges;
import dev.gatun.linux.LinuxFileFacts;
import dev.gatun.linux.LinuxSockets;
import dev.gatun.linux.WakeEvent;
import dev.gatun.spi.BackendStatistics;
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
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * A Cpu's ring. Submitting writes an entry; polling hands over what was written, at most one {@code enter} each time,
 * and takes what completed. It belongs to the Cpu's thread from opening on, which the kernel enforces; only
 * {@link #wake} is for any thread. All memory that the kernel may touch is of one arena, which is left open for ever if
 * something does not come back (invariant 4).
 */
final class IoUringBackend implements IoBackend {
    private final Arena arena;
    private final Ring ring;
    private final WakeEvent wakeEvent;
    private final Sockets sockets;
    private final FileFacts fileFacts;
    private final DirectoryChanges directoryChanges;
    private final RingParts parts;
    private final FlightTable flights = new FlightTable();
    private final EntryWriter writer;
    private final BatchDesk batches;
    private final ZeroCopyDesk zeroCopies = new ZeroCopyDesk();
    private final RegisteredHandles handles;
    private final RegisteredMemory memory;
    private final BufferRing buffers;
    private final Reaper reaper;
    /** Null unless it was asked for. */
    private final @Nullable PolledRing polledFiles;

    private final Capabilities capabilities;

    /** Asked to be cancelled, and not in the ring yet: it was full. */
    private final LongQueue toCancel = new LongQueue();

    private boolean isClosed;

    IoUringBackend(Settings settings, IoUringConfig config) {
        arena = Arena.ofConfined();
        Ring opened = null;
        try {
            opened = new RingSetup(config, arena).open(settings.entries(), settings.onSystemClock());
            wakeEvent = new WakeEvent(answer -> Remedy.of(answer, 0));
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            arena.close();
            throw e;
        }
        ring = opened;
        SystemCalls calls = new SystemCalls(arena);
        SystemCalls outlasting = new SystemCalls(Arena.ofAuto()); // handles are closed after the backend, too
        handles = new RegisteredHandles(ring, arena);
        sockets = new LinuxSockets(outlasting, handles::giveUp);
        fileFacts = new LinuxFileFacts(outlasting);
        directoryChanges = new LinuxDirectoryChanges(outlasting);
        CachedFiles cachedFiles = new CachedFiles(calls, arena);
        batches = new BatchDesk(ring, flights, calls, cachedFiles);
        BufferSource source = settings.buffers();
        buffers = new BufferRing(ring, settings.batch(), source, arena);
        memory = new RegisteredMemory(ring, source, arena);
        parts = new RingParts(
                ring,
                flights,
                new MessageSlab(arena),
                batches,
                new ConnectDesk(calls, arena),
                zeroCopies,
                memory,
                handles,
                buffers,
                source);
        writer = new EntryWriter(parts);
        reaper = new Reaper(parts);
        polledFiles = config.polledFiles() == IoUringConfig.PolledFiles.NEVER
                ? null
                : new PolledRing(config, settings.entries(), ring, writer, flights, calls, arena);
        RingFeatures features = ring.features().withBufferRing(buffers.works());
        Capabilities found = features.capabilities();
        capabilities = cachedFiles.areTold() ? found.with(OperationKind.SEND_FILE) : found;
    }

    @Override
    public String name() {
        return IoUringProvider.NAME;
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
        return directoryChanges;
    }

    /** For tests, which count how often the kernel is entered. */
    Ring ring() {
        return ring;
    }

    /** For tests, which look into them. */
    RingParts parts() {
        return parts;
    }

    /** For tests: there are none, or the kernel and we disagree. */
    long strays() {
        return reaper.strays();
    }

    @Override
    public long adopt(long handle) {
        return handles.adopt(handle);
    }

    @Override
    public int submit(Operation operation) {
        if (!ring.hasRoom(EntryWriter.ENTRIES_MAX)) {
            return IoError.QUEUE_FULL.result();
        }
        if (polledFiles == null || !isTakenBy(polledFiles, operation)) {
            writer.write(operation);
        }
        return 0;
    }

    private static boolean isTakenBy(PolledRing polledFiles, Operation operation) {
        if (operation.kind() == OperationKind.CLOSE) {
            polledFiles.forget(operation.handle());
        }
        return polledFiles.takes(operation);
    }

    /** Whether it has ended already the kernel knows, and then does nothing. */
    @Override
    public int cancel(Operation operation) {
        if (!batches.takes(operation) || batches.cancel(operation)) {
            toCancel.addLast(Tag.of(operation));
        }
        return 0;
    }

    @Override
    public int poll(long nowNanos, long deadlineNanos, Completions into) {
        ring.requireOpen();
        int before = into.count();
        batches.attempt(into, writer);
        writeWhatIsOurs();
        if (deadlineNanos > nowNanos && findsNothing(into, before) && mayWait(into)) {
            flights.handOverAmongOthers();
            ring.enterUntil(nowNanos, deadlineNanos);
        } else if (ring.hasWorkForTheKernel()) {
            handOver();
        }
        if (!reaper.mustTellFirst()) {
            reaper.reap(into);
        }
        if (polledFiles != null) {
            polledFiles.poll(into);
        }
        batches.attempt(into, writer);
        reaper.polled();
        return into.count() - before;
    }

    /** Before a wait: true exactly when nothing has come, and nobody has called. */
    private boolean findsNothing(Completions into, int before) {
        return !reaper.reap(into) && into.count() == before;
    }

    private void handOver() {
        if (flights.handOverAmongOthers()) {
            ring.enter();
        } else {
            ring.enterWithAll();
        }
    }

    /** The wake event's poll, which an overflow ends; sends to be made again, cancels, and blocks for the kernel. */
    private void writeWhatIsOurs() {
        if (!reaper.isWakeArmed() && ring.hasRoom(1)) {
            writer.writeWakePoll(wakeEvent.fd());
            reaper.wakeArmed();
        }
        while (!zeroCopies.isEmpty() && ring.hasRoom(1)) {
            writer.writeSendWithCopy(zeroCopies.removeFirst()); // before a cancel of it
        }
        while (!toCancel.isEmpty() && ring.hasRoom(1)) {
            writer.writeCancel(toCancel.removeFirst());
        }
        buffers.refill();
    }

    /** Nothing of ours is left outside the ring, nothing must be fetched, and a wake would be seen. */
    private boolean mayWait(Completions into) {
        return !into.isFull()
                && toCancel.isEmpty()
                && zeroCopies.isEmpty()
                && batches.isEmpty()
                && reaper.isWakeArmed()
                && (polledFiles == null || !polledFiles.isBusy());
    }

    @Override
    public void wake() {
        wakeEvent.signal();
    }

    @Override
    public BackendStatistics statistics() {
        long more = polledFiles == null ? 0 : polledFiles.enters();
        long fallbacks = handles.fallbacks()
                + memory.fallbacks()
                + zeroCopies.copied()
                + (polledFiles == null ? 0 : polledFiles.fallbacks());
        return new BackendStatistics(ring.enters() + more, ring.waited(), ring.overflows(), ring.resizes(), fallbacks);
    }

    @Override
    public int inFlight() {
        return flights.count();
    }

    @Override
    public int closeAndCountLeaked() {
        if (isClosed) {
            return 0;
        }
        isClosed = true;
        handles.close();
        if (polledFiles != null) {
            polledFiles.drainAndClose();
        }
        int leaked = new Teardown(parts, sockets).drainAndCountLeft(arena);
        wakeEvent.close();
        if (leaked == 0) {
            buffers.closeAndGiveBack(arena);
        }
        ring.close();
        if (leaked == 0) {
            arena.close();
        }
        return leaked;
    }
}

package dev.gatun.readiness;

import dev.gatun.parts.FileJobs;
import dev.gatun.parts.OperationList;
import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backend over a system that tells readiness. Submitting only puts an operation in a list; a poll tries what is there
 * in order, then what became ready, and looks or waits for edges when none of it had a result. Results go straight to
 * who polls. The Cpu's thread alone, but for {@link #wake}.
 */
public final class ReadinessBackend implements IoBackend {
    /** Polls with results in a row that don't ask the kernel for edges: the results are told sooner without. */
    private static final int LOOKS_SKIPPED_MAX = 15;
    /** What the end waits for workers, and for memory that was sent from. */
    private static final long PATIENCE_NANOS = 100_000_000;

    private final String name;
    private final Capabilities capabilities;
    private final Platform platform;
    private final Sockets sockets;
    private final HandleTable handles = new HandleTable();
    private final OperationList submitted = new OperationList();
    private final Endings endings;
    private final Doorbell doorbell;
    private final FileDesk files;
    private final Traffic traffic;
    private final PollDesk polls;
    private final CloseDesk closes;
    private final Poller.Listener events = this::onReady;
    private final Lender.Listener returns = this::onReturned;

    private boolean readyFirst;
    private boolean hadResults;
    private int looksSkipped;
    private long strays;
    private boolean isClosed;

    /** Takes the platform over, and closes it in the end. */
    public ReadinessBackend(
            String name, Capabilities capabilities, Platform platform, BufferSource buffers, int fileThreadsMax) {
        this.name = name;
        this.capabilities = capabilities;
        this.platform = platform;
        sockets = new TrackedSockets(platform.sockets(), this);
        endings = new Endings(platform.calls());
        doorbell = new Doorbell(platform.poller());
        files = new FileDesk(platform, endings, new FileJobs<>(platform.fileCalls(), doorbell::ring, fileThreadsMax));
        traffic = new Traffic(platform, new Attempts(platform, buffers, endings), endings, files);
        polls = new PollDesk(platform, endings, handles, returns);
        closes = new CloseDesk(platform, endings, traffic, polls, files);
    }

    @Override
    public String name() {
        return name;
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
        return platform.fileFacts();
    }

    @Override
    public DirectoryChanges directoryChanges() {
        return platform.directoryChanges();
    }

    /** Events of handles that were gone: seldom any, since closing unwatches. */
    public long strays() {
        return strays;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("this backend was closed; open another");
        }
    }

    // --- submitting and cancelling ----------------------------------------------------------------------------------

    @Override
    public int submit(Operation operation) {
        requireOpen();
        Place.set(operation, Place.SUBMITTED);
        endings.began();
        submitted.addLast(operation);
        return 0;
    }

    @Override
    public int cancel(Operation operation) {
        switch (Place.of(operation)) {
            case Place.NOWHERE -> {
                return IoError.NOT_FOUND.result();
            }
            case Place.SUBMITTED -> cancelSubmitted(operation);
            case Place.PARKED_READING -> traffic.cancel(operation, known(operation).reading);
            case Place.PARKED_WRITING -> traffic.cancel(operation, known(operation).writing);
            case Place.WATCHING, Place.DUE -> polls.cancel(operation, known(operation));
            case Place.AT_WORK -> files.cancel(operation);
            default -> {} // the kernel has its memory, or is to close its handle: it ends by itself
        }
        return 0;
    }

    /** What was asked before the cancel is tried before it. */
    private void cancelSubmitted(Operation operation) {
        switch (operation.kind()) {
            case ACCEPT, RECEIVE, RECEIVE_VECTORED, RECEIVE_FROM, CONNECT, SEND, SEND_VECTORED, SEND_TO, SEND_FILE ->
                Place.set(operation, Place.SUBMITTED, Place.ONE_TRY);
            default -> {
                submitted.remove(operation);
                endings.keep(operation, Endings.CANCELLED);
            }
        }
    }

    private HandleState known(Operation operation) {
        return Objects.requireNonNull(handles.find((int) operation.handle()), operation::toString);
    }

    // --- polling ----------------------------------------------------------------------------------------------------

    @Override
    public int poll(long nowNanos, long deadlineNanos, Completions into) {
        requireOpen();
        int before = into.count();
        turn(into);
        boolean hasResults = into.count() > before;
        boolean isQuiet = submitted.isEmpty() && traffic.isQuiet() && polls.isQuiet() && endings.isEmpty();
        if (hasResults || !isQuiet || into.isFull() || (hadResults && deadlineNanos <= nowNanos)) {
            hadResults = hasResults;
            lookNowAndThen();
            return into.count() - before;
        }
        hadResults = false;
        looksSkipped = 0;
        if (deadlineNanos > nowNanos && doorbell.mayPark()) {
            try {
                platform.poller().await(Poller.nanosUntil(nowNanos, deadlineNanos), events);
            } finally {
                doorbell.awake();
            }
        } else {
            platform.poller().look(events);
        }
        turn(into);
        return into.count() - before;
    }

    private void turn(Completions into) {
        files.collect(closes);
        endings.tellKept(into);
        polls.tellDue(into);
        if (readyFirst) {
            traffic.serve(into);
            startSubmitted(into);
        } else {
            startSubmitted(into);
            traffic.serve(into);
        }
        readyFirst = !readyFirst; // neither starves the other when the batch is small
        endings.tellKept(into);
    }

    /** Who has more to say than its share must not keep us from hearing of the others. */
    private void lookNowAndThen() {
        if (looksSkipped < LOOKS_SKIPPED_MAX) {
            looksSkipped++;
        } else {
            looksSkipped = 0;
            platform.poller().look(events);
        }
    }

    private void startSubmitted(Completions into) {
        while (!into.isFull()) {
            Operation operation = submitted.removeFirst();
            if (operation == null) {
                return;
            }
            start(operation, into);
        }
    }

    private void start(Operation operation, Completions into) {
        switch (operation.kind()) {
            case NOP -> endings.tell(operation, 0, into);
            case OPEN -> files.toWorkers(operation, null);
            case TIMEOUT -> throw new IllegalArgumentException("a timeout is the core's own: " + operation);
            default -> {
                if (HandleTable.isNumber(operation.handle())) {
                    start(state((int) operation.handle()), operation, into);
                } else {
                    endings.tell(operation, Endings.BAD_HANDLE, into);
                }
            }
        }
    }

    private void start(HandleState handle, Operation operation, Completions into) {
        switch (operation.kind()) {
            case ACCEPT, RECEIVE, RECEIVE_VECTORED, RECEIVE_FROM, RECEIVE_BATCH ->
                traffic.start(handle.reading, operation, into);
            case CONNECT, SEND, SEND_VECTORED, SEND_TO, SEND_BATCH, SEND_FILE ->
                traffic.start(handle.writing, operation, into);
            case READ, READ_VECTORED -> startOnFile(handle, handle.reading, operation, into);
            case WRITE, WRITE_VECTORED -> startOnFile(handle, handle.writing, operation, into);
            case SYNC, STATUS, ALLOCATE, TRUNCATE -> startOnFile(handle, null, operation, into);
            case SHUTDOWN -> endings.tell(operation, platform.calls().attempt(operation, 0, 0), into);
            case CLOSE -> closes.start(handle, operation, into);
            case POLL -> polls.start(handle, operation, into);
            case NOP, OPEN, TIMEOUT -> throw new IllegalStateException(operation.kind() + " has no handle");
        }
    }

    /** Pipes and their like are waited for as sockets are. {@code at} is null for what only workers do. */
    private void startOnFile(HandleState handle, @Nullable Direction at, Operation operation, Completions into) {
        long watched = handle.isClosing ? Endings.BAD_HANDLE : handle.watch(platform.poller(), platform.calls());
        if (watched == Poller.NEVER_BLOCKS) {
            files.start(handle, operation, into);
        } else if (watched < 0) {
            endings.tell(operation, watched, into);
        } else if (at == null) {
            files.toWorkers(operation, handle);
        } else {
            traffic.start(at, operation, into);
        }
    }

    /** What is known of the number, if it still means the same handle. */
    private HandleState state(int number) {
        HandleState state = handles.find(number);
        if (state == null) {
            return handles.add(number);
        }
        int birth = HandleTable.BIRTHS.of(number);
        if (state.birth != birth) {
            closes.renew(state, birth);
        }
        return state;
    }

    // --- what the kernel tells --------------------------------------------------------------------------------------

    private void onReady(int number, int generation, int events) {
        HandleState handle = handles.find(number);
        if (handle == null || !handle.isWatched() || handle.generation != generation) {
            strays++; // invariant 7: of a handle that was closed, perhaps elsewhere
            return;
        }
        int ready = events;
        if (handle.hasLoans() && (events & Poller.HANG_UP) != 0) {
            platform.lender().takeReturned(number, returns);
            if (!handle.isWatched()) {
                return; // it was only waiting for that to be closed
            }
            // The end of a loan looks like a failure; whether there is one as well has to be asked.
            ready = (int) Math.max(0, platform.poller().readiness(number)) | (events & Poller.UNUSUAL);
        }
        handle.noteEvents(ready);
        if ((ready & Poller.WRITE) != 0) {
            handle.wantNoWritesIfNobodyWaits(platform.poller());
        }
        traffic.onReady(handle, ready);
        polls.onReady(handle, ready);
    }

    private void onReturned(int number, int first, int last) {
        HandleState handle = handles.find(number);
        if (handle == null || handle.loans == null) {
            strays++;
            return;
        }
        handle.loans.end(first, last, endings);
        if (handle.isClosing) {
            closes.goOn(handle);
        }
    }

    @Override
    public void wake() {
        doorbell.ring();
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    @Override
    public int inFlight() {
        return endings.inFlight();
    }

    /** Before a handle is closed at once: false where it must wait, and is closed later. */
    boolean mayCloseNow(long handle) {
        if (isClosed || !HandleTable.isNumber(handle)) {
            return true;
        }
        HandleState state = handles.find((int) handle);
        return state == null || closes.closeNow(state((int) handle));
    }

    @Override
    public int closeAndCountLeaked() {
        if (isClosed) {
            return 0;
        }
        awaitLoans();
        isClosed = true;
        int leaked = files.closeAndCountRunning(PATIENCE_NANOS) + countLoans() + closes.lost();
        platform.poller().close();
        platform.calls().release();
        return leaked;
    }

    private void awaitLoans() {
        long start = System.nanoTime();
        long left = PATIENCE_NANOS;
        while (countLoans() > 0 && left > 0) {
            platform.poller().await(left, events);
            left = PATIENCE_NANOS - (System.nanoTime() - start);
        }
    }

    private int countLoans() {
        int[] open = {0};
        handles.forEach(handle -> open[0] += handle.loans == null ? 0 : handle.loans.open());
        return open[0];
    }
}

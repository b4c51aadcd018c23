package dev.gatun;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The turning part of a {@link Cpu}: what a tick does, and in which order. The Cpu's thread alone.
 */
abstract sealed class CpuLoop permits Cpu {
    private static final int NO_BUFFERS = IoError.NO_BUFFERS.result();

    final CpuCounters counters = new CpuCounters();
    final CpuConfig config;
    final LoopClock clock;
    final Thread owner = Thread.currentThread();
    final BufferPool buffers;
    final IoBackend backend;
    final Capabilities capabilities;
    final Supported supported;
    final FutureTable futures = new FutureTable();
    final TimerWheel timers;
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    final Mesh.Port port;
    final Pulse pulse = new Pulse();

    /** Operations armed so far. */
    long operations;

    /** The kinds, a bit each, that can be submitted at once: none while others wait, or while the Cpu closes. */
    long readyKinds;

    private final LoopTime time;
    private final IdleStrategy idle;
    private final Completions completions;
    private final Backlog backlog = new Backlog();
    private final Backlog finished = new Backlog();

    /** Wanted a buffer of the pool when data was there, and it had none: submitted again when one comes back. */
    private final Backlog starved = new Backlog();

    /** How many buffers had come back when those were last looked through. */
    private long fedAt;

    private int nextCompletion;

    CpuLoop(int index, IoBackendProvider provider, CpuConfig config, Mesh.Port port) {
        this.config = config;
        this.port = port;
        clock = config.clock();
        idle = config.idle().newStrategy();
        time = new LoopTime(clock, idle.asksForTime(), counters);
        completions = new Completions(config.batch());
        timers = new TimerWheel(time.now());
        buffers = new BufferPool(config.buffers(), provider.regionAdvice());
        backend = open(provider, index);
        capabilities = backend.capabilities();
        supported = new Supported(index, backend.name(), capabilities);
        readyKinds = supported.kinds();
        buffers.bindOwner(owner);
        port.open(backend);
        buffers.onReturned(port::wakeIfAsleep);
    }

    private IoBackend open(IoBackendProvider provider, int index) {
        try {
            boolean onSystemClock = clock == LoopClock.SYSTEM;
            return provider.open(
                    new IoBackendProvider.Settings(index, config.entries(), config.batch(), buffers, onSystemClock));
        } catch (RuntimeException e) {
            buffers.close();
            throw e;
        }
    }

    abstract void checkOwner();

    abstract Cpu self();

    /**
     * One turn: runs what is there and comes back at once, also when there is nothing.
     *
     * @return how much there was to do
     */
    public int tick() {
        int work = runWhatIsThere();
        poll(IoBackend.NOW);
        return work;
    }

    /** One turn that parks in the kernel when there is nothing to do, until there is, or the next timer is due. */
    public int tickOrPark() {
        int work = runWhatIsThere();
        if (work > 0 || hasMore()) {
            poll(IoBackend.NOW);
        } else if (idle.spins(time.idleNanos())) {
            poll(IoBackend.NOW);
        } else {
            park();
        }
        return work;
    }

    private int runWhatIsThere() {
        checkOwner();
        beginTick();
        int work = takeMessages();
        work += completeOperations();
        work += fireTimers();
        work += runTasks();
        feedStarved();
        submitBacklog();
        endTick(work);
        return work;
    }

    private void beginTick() {
        pulse.beatRelease(++counters.ticks);
        time.beginTick(!timers.isEmpty());
    }

    private void endTick(int work) {
        long idleNanos = time.endTick(work > 0);
        if (idleNanos >= 0) {
            idle.onWork(idleNanos);
        }
    }

    /** This tick's time (invariant 8). */
    final long now() {
        return time.now();
    }

    private int takeMessages() {
        int count = port.receive(self(), config.messagesMax());
        counters.messages += count;
        buffers.drainReturned();
        return count;
    }

    /**
     * What the last poll reaped, and what needed no backend (invariant 6: here, and nowhere else, results are told).
     */
    private int completeOperations() {
        int count = completions.count();
        int at = nextCompletion;
        try {
            while (at < count) {
                complete(at++); // counted before it runs: a handler that throws has had its result
            }
        } finally {
            nextCompletion = at;
        }
        completions.clear();
        nextCompletion = 0;
        counters.completions += count;
        return count + deliverFinished();
    }

    private void complete(int at) {
        IoFuture future = futures.find(completions.userData(at));
        long outcome = completions.outcome(at);
        if (future != null && Completions.isValue(outcome)) {
            future.onValue(outcome);
        } else {
            completeUnusual(future, at, outcome);
        }
    }

    private void completeUnusual(@Nullable IoFuture future, int at, long outcome) {
        int result = Completions.result(outcome);
        int flags = Completions.flags(outcome);
        if (future == null) {
            dropStale(at, flags);
        } else if ((flags & Completions.BUFFER) != 0 && result >= 0) {
            future.onCompletion(outcome, adopt(at, result, flags));
        } else if (result == NO_BUFFERS && future.starves()) {
            counters.bufferExhaustions++;
            feedOrKeep(future, buffers.blocksReturned());
        } else {
            future.onCompletion(outcome, null);
        }
    }

    private Buffer adopt(int at, int length, int flags) {
        int block = completions.block(at);
        int offset = completions.blockOffset(at);
        return (flags & Completions.BUFFER_SHARED) != 0
                ? buffers.adoptShared(block, offset, length)
                : buffers.adopt(block, offset, length);
    }

    /** A result of an arming that is over (invariant 7). What it brought goes back. */
    private void dropStale(int at, int flags) {
        counters.staleCompletions++;
        if ((flags & Completions.BUFFER) != 0) {
            adopt(at, 0, flags).free();
        }
    }

    /** Only those that were there when it began: a result may arm again what ends at once. */
    private int deliverFinished() {
        int count = finished.size();
        for (int i = 0; i < count; i++) {
            finished.removeFirst().deliverFinished();
        }
        return count;
    }

    private int fireTimers() {
        if (timers.isEmpty()) {
            return 0;
        }
        int count = timers.advance(now(), config.timersMax());
        counters.timers += count;
        return count;
    }

    private int runTasks() {
        int count = Math.min(tasks.size(), config.messagesMax());
        for (int i = 0; i < count; i++) {
            tasks.removeFirst().run();
        }
        counters.tasks += count;
        return count;
    }

    /** When a buffer has come back, all of them: it may be enough for those whose data has gone. */
    private void feedStarved() {
        long returned = buffers.blocksReturned();
        if (returned == fedAt) {
            return;
        }
        fedAt = returned;
        for (int left = starved.size(); left > 0; left--) {
            feedOrKeep(starved.removeFirst(), returned);
        }
    }

    /**
     * What was not tried since then is tried again, even with an empty pool: the backend may have a buffer at hand. And
     * while the pool has some, others were quicker: to wait until one comes back might be for ever, when all are here.
     */
    private void feedOrKeep(IoFuture future, long returned) {
        boolean starves = !future.isFedSince(returned) && buffers.isEmpty();
        future.extra(Lifecycle.STARVED, starves);
        if (starves) {
            starved.addLast(future);
        } else {
            addToBacklog(future);
        }
    }

    private void submitBacklog() {
        while (!backlog.isEmpty() && backlog.first().submitFromBacklog()) {
            backlog.removeFirst();
        }
        if (backlog.isEmpty()) {
            readyKinds = supported.kinds();
        }
    }

    /** What waits for room in the backend counts: only a poll makes room, and nothing might end a park before it. */
    private boolean hasMore() {
        boolean isDue = !timers.isEmpty() && timers.nextDeadlineNanos() <= now();
        return isDue || !backlog.isEmpty() || !tasks.isEmpty() || !finished.isEmpty();
    }

    /** The receiver's half of the sleep protocol: say so, look again, and only then sleep (invariant 10). */
    private void park() {
        port.announceSleep();
        pulse.restRelease();
        boolean quiet = port.isQuiet() && !buffers.hasReturned();
        counters.parks++;
        try {
            poll(quiet ? timers.nextDeadlineNanos() : IoBackend.NOW);
        } finally {
            port.awake(); // the port may outlive this Cpu
        }
    }

    private void poll(long deadlineNanos) {
        counters.polls++;
        backend.poll(deadlineNanos == IoBackend.NOW ? time.lastRead() : now(), deadlineNanos, completions);
    }

    /** One turn of the drain. */
    void drainTick(long deadlineNanos) {
        time.beginTick(true);
        takeMessages();
        completeOperations();
        fireTimers();
        runTasks();
        poll(deadlineNanos);
    }

    boolean isDrained() {
        return backend.inFlight() == 0
                && completions.count() == 0
                && finished.isEmpty()
                && backlog.isEmpty()
                && starved.isEmpty();
    }

    // --- for futures: what waits for the backend, and what needs none

    void addToBacklog(IoFuture future) {
        counters.queued++;
        backlog.addLast(future);
        readyKinds = 0;
    }

    void removeFromBacklog(IoFuture future) {
        backlog.remove(future);
    }

    void removeFromStarved(IoFuture future) {
        starved.remove(future);
    }

    void addToFinished(IoFuture future) {
        finished.addLast(future);
    }

    void closeOrphan(int handle) {
        backend.sockets().close(handle);
    }

    void release(IoFuture future) {
        futures.remove(future);
    }
}

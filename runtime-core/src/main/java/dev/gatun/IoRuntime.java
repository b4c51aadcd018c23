package dev.gatun;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * N cores, started and stopped together: a Cpu with a thread each, the queues between them, workers for what blocks. It
 * names its backend and the reason in one log line. A core that fails is reported and released while the others go on.
 * All methods are for any thread.
 */
public final class IoRuntime implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.gatun");

    private final RuntimeConfig config;
    private final BackendChoice backend;
    private final Workers workers;
    private final CpuThread[] cores;
    private final StallDetector stallDetector;
    private final CountDownLatch ended;
    private final @Nullable Thread hook;
    private boolean closed;

    public static IoRuntime start() {
        return start(RuntimeConfig.DEFAULT);
    }

    /**
     * Answers when every core runs; throws {@link BackendUnavailableException} when there is no backend for it, and
     * {@link PlacementException} when its cores can't run where they were told to.
     */
    public static IoRuntime start(RuntimeConfig config) {
        IoRuntime runtime = new IoRuntime(config);
        runtime.startCores();
        return runtime;
    }

    private IoRuntime(RuntimeConfig config) {
        this.config = config;
        backend = BackendChoice.choose(
                config.providers().isEmpty() ? BackendChoice.installed() : config.providers(),
                config.requiredBackend());
        List<Place> places =
                config.placement().plan(backend.provider().placing().topology(), config.cores());
        int count = places.size();
        workers = new Workers(config.workerThreads(), 1024);
        ended = new CountDownLatch(count);
        cores = new CpuThread[count];
        Mesh mesh = new Mesh(count, config.cpu());
        for (int i = 0; i < count; i++) {
            cores[i] = new CpuThread(i, places.get(i), config, backend.provider(), mesh.port(i), ended);
        }
        stallDetector = new StallDetector(cores, config.cpu().clock(), config.stallAfter());
        hook = config.closeOnShutdown() ? new Thread(this::close, "gatun-shutdown") : null;
    }

    private void startCores() {
        LOG.log(Level.INFO, "Gatun: backend {0} on {1} core(s); {2}", backendName(), cores.length, backendReason());
        for (CpuThread core : cores) {
            core.start();
        }
        RuntimeException failure = null;
        for (CpuThread core : cores) {
            failure = first(failure, core.awaitStarted());
        }
        if (failure != null) {
            close();
            throw failure;
        }
        stallDetector.start();
        if (hook != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    private static @Nullable RuntimeException first(@Nullable RuntimeException one, @Nullable RuntimeException other) {
        return one != null ? one : other;
    }

    public String backendName() {
        return backend.provider().name();
    }

    /** Why this backend: what it found, and what was passed over for which reason. */
    public String backendReason() {
        return backend.reason();
    }

    public int size() {
        return cores.length;
    }

    /** The Cpu that runs on that core now; after a restart it is another. */
    public Cpu cpu(int core) {
        if (core < 0 || core >= cores.length) {
            throw new IllegalArgumentException("core " + core + " is not between 0 and " + (cores.length - 1));
        }
        return cores[core].cpu();
    }

    /** Where a core was planned to run; where that was refused and not insisted on, the log of level DEBUG says so. */
    public Place place(int core) {
        return cores[core].place();
    }

    public Workers workers() {
        return workers;
    }

    /** True exactly while the core's loop runs; false once it has failed for good, or was closed. */
    public boolean isRunning(int core) {
        return cores[core].isRunning();
    }

    /** Returns when every core has ended. */
    public void awaitShutdown() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        close(config.closeWithin());
    }

    /**
     * Stops every core: cancels what is in flight, waits for the kernel to let go, at most so long, and releases the
     * rest.
     *
     * @return a report for each Cpu that ended, by core; those that had failed before included
     */
    public List<CloseReport> close(Duration within) {
        for (CpuThread core : cores) {
            if (core.thread() == Thread.currentThread()) {
                throw new IllegalStateException("on a core's own thread close would wait for itself; use requestClose");
            }
        }
        long deadline = System.nanoTime() + within.toNanos();
        if (stop(within)) {
            stallDetector.stop();
        }
        List<CloseReport> reports = new ArrayList<>();
        try {
            // A handler that never returns can't be stopped: its thread is left behind, and reported.
            if (!ended.await(deadline - System.nanoTime() + TimeUnit.SECONDS.toNanos(1), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.ERROR, "Gatun: a core did not end within {0}", within);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (CpuThread core : cores) {
            reports.addAll(core.reports());
        }
        return reports;
    }

    /** As {@link #close()}, but does not wait: for a handler that ends its own runtime. */
    public void requestClose() {
        if (stop(config.closeWithin())) {
            stallDetector.stop();
        }
    }

    private synchronized boolean stop(Duration within) {
        if (closed) {
            return false;
        }
        closed = true;
        if (hook != null && Thread.currentThread() != hook) {
            removeHook(hook);
        }
        for (CpuThread core : cores) {
            core.requestStop(within);
        }
        workers.close();
        return true;
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending already, and the hook runs or will find nothing to do
        }
    }
}

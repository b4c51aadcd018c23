package dev.gatun;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Placing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one core: makes its Cpu, drives it until asked to stop, and releases it. A handler that throws ends the
 * Cpu, and this alone; whether another takes its place is the configuration's to say.
 */
final class CpuThread implements Runnable {
    private static final Logger LOG = System.getLogger("dev.gatun");

    private final int index;
    private final Place place;
    private final RuntimeConfig config;
    private final IoBackendProvider provider;
    private final Mesh.Port port;
    private final Thread thread;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended;
    private final List<CloseReport> reports = new ArrayList<>();
    private volatile @Nullable Cpu cpu;
    private volatile @Nullable Duration stopWithin;
    private volatile boolean running;
    private @Nullable RuntimeException startFailure;

    CpuThread(
            int index,
            Place place,
            RuntimeConfig config,
            IoBackendProvider provider,
            Mesh.Port port,
            CountDownLatch ended) {
        this.index = index;
        this.place = place;
        this.config = config;
        this.provider = provider;
        this.port = port;
        this.ended = ended;
        thread = new Thread(this, "gatun-cpu-" + index);
    }

    void start() {
        thread.start();
    }

    /** The exception that kept it from starting, if any. */
    @Nullable
    RuntimeException awaitStarted() {
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("interrupted while core " + index + " started", e);
        }
        return startFailure;
    }

    Cpu cpu() {
        Cpu current = cpu;
        if (current == null) {
            throw new IllegalStateException("core " + index + " did not start");
        }
        return current;
    }

    Place place() {
        return place;
    }

    boolean isRunning() {
        return running;
    }

    Thread thread() {
        return thread;
    }

    void requestStop(Duration within) {
        stopWithin = within;
        Cpu current = cpu;
        if (current != null) {
            current.requestRun(_ -> {}); // a turn of the loop, to look at stopWithin
            current.requestWake();
        }
    }

    List<CloseReport> reports() {
        synchronized (reports) {
            return List.copyOf(reports);
        }
    }

    @Override
    public void run() {
        try {
            settle(provider.placing());
            int restarts = 0;
            while (!runOneCpu() && mayRestart(restarts)) {
                restarts++;
                LOG.log(
                        Level.WARNING,
                        "Gatun: core {0} starts again ({1} of {2})",
                        index,
                        restarts,
                        config.restartsMax());
            }
        } catch (PlacementException e) {
            startFailure = e;
        } finally {
            running = false;
            started.countDown();
            ended.countDown();
        }
    }

    /** A core that can't be bound to its CPU runs all the same, unless that CPU was asked for. */
    private void settle(Placing placing) {
        Placement placement = config.placement();
        int bound = place.cpu() == Place.ANYWHERE ? 0 : placing.pin(place.cpu());
        if (bound < 0) {
            String refusal = "core " + index + " is not bound to CPU " + place.cpu() + ": "
                    + IoError.of(bound).meaning();
            if (placement.isInsistedOn()) {
                throw new PlacementException(refusal + "; Placement.DEFAULT runs it where the system puts it");
            }
            LOG.log(Level.DEBUG, "Gatun: {0}", refusal);
        }
        if (placement.priority() > 0) {
            placing.runInRealTime(placement.priority()).ifPresent(why -> {
                throw new PlacementException(
                        "core " + index + " can't run in real time with priority " + placement.priority() + ": " + why);
            });
        }
    }

    /** A pool for which no NUMA node was named takes its memory near its CPU. */
    private CpuConfig cpuConfig() {
        CpuConfig cpuConfig = config.cpu();
        return place.node() == Place.ANYWHERE || cpuConfig.buffers().numaNode() != BufferPoolConfig.ANY_NODE
                ? cpuConfig
                : cpuConfig.withBuffers(cpuConfig.buffers().withNumaNode(place.node()));
    }

    private boolean mayRestart(int restarts) {
        return config.restarts(restarts) && startFailure == null && stopWithin == null;
    }

    /** True exactly when it ended because it was asked to. */
    private boolean runOneCpu() {
        Cpu mine;
        try {
            mine = new Cpu(index, provider, cpuConfig(), port);
        } catch (RuntimeException e) {
            startFailure = e;
            return false;
        }
        cpu = mine;
        Throwable failure = drive(mine);
        Duration within = stopWithin;
        CloseReport report = mine.close((within == null ? config.closeWithin() : within).toNanos());
        synchronized (reports) {
            reports.add(report);
        }
        if (!report.isClean()) {
            LOG.log(Level.WARNING, "Gatun: core {0} left something behind: {1}", index, report);
        }
        return failure == null;
    }

    /** Deliberately catches everything: whatever a handler throws ends this core and no other. */
    private @Nullable Throwable drive(Cpu mine) {
        try {
            config.onCpuStart().accept(mine);
            running = true;
            started.countDown();
            while (stopWithin == null) {
                mine.tickOrPark();
            }
            return null;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Gatun: core " + index + " failed; its operations end now", e);
            return e;
        } finally {
            running = false;
        }
    }
}

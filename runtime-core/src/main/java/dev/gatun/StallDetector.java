package dev.gatun;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the pulse of each core from a thread of its own, and names the handler of one that does not return. Costs the
 * loops one store a tick. A core that is parked is not stalled.
 */
final class StallDetector implements Runnable {
    private static final Logger LOG = System.getLogger("dev.gatun");

    private final CpuThread[] cores;
    private final LoopClock clock;
    private final long stallNanos;
    private final long[] reportedBeats;
    private final Thread thread = new Thread(this, "gatun-stall-detector");
    private volatile boolean stopped;

    StallDetector(CpuThread[] cores, LoopClock clock, Duration stallAfter) {
        this.cores = cores;
        this.clock = clock;
        stallNanos = stallAfter.toNanos();
        reportedBeats = new long[cores.length];
        thread.setDaemon(true);
    }

    void start() {
        if (stallNanos > 0) {
            thread.start();
        }
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            LockSupport.parkNanos(stallNanos / 4);
            for (int i = 0; i < cores.length; i++) {
                look(i);
            }
        }
    }

    private void look(int core) {
        CpuThread watched = cores[core];
        Pulse pulse = watched.cpu().pulse();
        if (!watched.isRunning() || pulse.isResting()) {
            return;
        }
        long beat = pulse.beatAcquire();
        long silentNanos = clock.nowNanos() - beat;
        if (silentNanos > stallNanos && reportedBeats[core] != beat) {
            reportedBeats[core] = beat; // once for each stall
            LOG.log(
                    Level.WARNING,
                    "Gatun: core {0} has not turned for {1} ms; it is in {2}",
                    core,
                    silentNanos / 1_000_000,
                    handler(watched.thread().getStackTrace()));
        }
    }

    /** The outermost frame that is not the loop's own: the handler that was called from it. */
    static String handler(StackTraceElement[] trace) {
        for (int i = trace.length - 1; i >= 0; i--) {
            String type = trace[i].getClassName();
            if (!type.startsWith("java.") && !type.matches("dev\\.gatun\\.(spi\\.|core\\.)?[A-Za-z$]+")) {
                return trace[i].toString();
            }
        }
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }
}

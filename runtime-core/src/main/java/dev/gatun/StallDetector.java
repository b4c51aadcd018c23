package dev.gatun;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the pulse of each core from a thread of its own, and names the handler of one that does not return. Costs the
 * loops one store a tick, and no reading of the clock: how long a pulse has stood still is measured here, from when
 * that was first seen. A core that is parked is not stalled.
 */
final class StallDetector implements Runnable {
    private static final Logger LOG = System.getLogger("dev.gatun");
    private static final long NEVER_SEEN = -2;

    private final CpuThread[] cores;
    private final LoopClock clock;
    private final long stallNanos;
    private final long[] beats;
    private final long[] seenSince;
    private final boolean[] isReported;
    private final Thread thread = new Thread(this, "gatun-stall-detector");
    private volatile boolean stopped;

    StallDetector(CpuThread[] cores, LoopClock clock, Duration stallAfter) {
        this.cores = cores;
        this.clock = clock;
        stallNanos = stallAfter.toNanos();
        beats = new long[cores.length];
        Arrays.fill(beats, NEVER_SEEN);
        seenSince = new long[cores.length];
        isReported = new boolean[cores.length];
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
        long silentNanos = silentNanos(core, pulse.beatAcquire());
        if (silentNanos > stallNanos && !isReported[core]) {
            isReported[core] = true; // once for each stall
            LOG.log(
                    Level.WARNING,
                    "Gatun: core {0} has not turned for {1} ms; it is in {2}",
                    core,
                    silentNanos / 1_000_000,
                    handler(watched.thread().getStackTrace()));
        }
    }

    /** How long this beat has been the last one, as far as was seen. */
    long silentNanos(int core, long beat) {
        long now = clock.nowNanos();
        if (beats[core] != beat) {
            beats[core] = beat;
            seenSince[core] = now;
            isReported[core] = false;
        }
        return now - seenSince[core];
    }

    /** The outermost frame that is not the loop's own: the handler that was called from it. */
    static String handler(StackTraceElement[] trace) {
        for (int i = trace.length - 1; i >= 0; i--) {
            String type = trace[i].getClassName();
            if (!type.startsWith("java.") && !type.matches("dev\\.gatun\\.((spi|core|net)\\.)?[A-Za-z$]+")) {
                return trace[i].toString();
            }
        }
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }
}

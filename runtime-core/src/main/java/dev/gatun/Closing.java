package dev.gatun;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a Cpu, step by step: no new operation, cancel all, drain, and release what the kernel has let go of
 * (invariants 3 and 4). On the Cpu's thread.
 */
final class Closing {
    private static final long DRAIN_POLL_NANOS = 1_000_000;

    private final Cpu cpu;
    private final FutureTable futures;
    private final LoopClock clock;
    private final List<Throwable> handlerFailures = new ArrayList<>();

    /** What had to be left behind. */
    static final class Leaks {
        /** Given up without a result: this Cpu's backend may still have them, or another core's. */
        int stragglers;

        int operations;
        int blocks;
    }

    Closing(Cpu cpu, FutureTable futures, LoopClock clock) {
        this.cpu = cpu;
        this.futures = futures;
        this.clock = clock;
    }

    CloseReport run(long timeoutNanos) {
        guarded(cpu::tellLocals);
        cpu.refuseVerbs();
        int armed = futures.armed();
        futures.forEachArmed(IoFuture::cancel);
        long startNanos = clock.nowNanos();
        while (!(cpu.isDrained() && futures.armed() == 0) && clock.nowNanos() - startNanos < timeoutNanos) {
            guarded(() -> cpu.drainTick(clock.nowNanos() + DRAIN_POLL_NANOS));
        }
        List<String> stragglers = new ArrayList<>();
        futures.forEachArmed(straggler -> {
            stragglers.add(straggler + ", " + straggler.state());
            guarded(straggler::giveUp);
        });
        Leaks leaks = new Leaks();
        leaks.stragglers = stragglers.size();
        cpu.release(leaks);
        return new CloseReport(armed - stragglers.size(), stragglers, leaks.blocks, handlerFailures);
    }

    /** A callback that fails now can fail nothing any more; it is reported. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            handlerFailures.add(e);
        }
    }
}

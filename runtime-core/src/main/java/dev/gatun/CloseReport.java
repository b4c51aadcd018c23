package dev.gatun;

import java.util.List;

/**
 * How a Cpu ended.
 *
 * @param cancelled operations that were in flight and have ended
 * @param stragglers operations that the kernel did not give back in time, in words
 * @param leakedBlocks blocks of the pool that were still out, and are left alone
 * @param handlerFailures what callbacks threw while it closed
 */
public record CloseReport(int cancelled, List<String> stragglers, int leakedBlocks, List<Throwable> handlerFailures) {
    static final CloseReport NOTHING = new CloseReport(0, List.of(), 0, List.of());

    public CloseReport {
        stragglers = List.copyOf(stragglers);
        handlerFailures = List.copyOf(handlerFailures);
    }

    /** True exactly when everything ended and nothing was left behind. */
    public boolean isClean() {
        return stragglers.isEmpty() && leakedBlocks == 0 && handlerFailures.isEmpty();
    }
}

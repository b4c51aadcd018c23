package dev.gatun.cli;

import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs the trials of each section on a thread of its own, for so long: one that fails or does not come back costs its
 * section, and is a finding. A thread that hangs in the kernel can't be ended: it is left behind, and the process ends
 * without it. One thread.
 */
final class Guarded {
    private final Duration limit;
    private final Trials trials;
    private final List<Finding> findings = new ArrayList<>();

    Guarded(Duration limit, Trials trials) {
        this.limit = limit;
        this.trials = trials;
    }

    <T> T run(String section, T otherwise, Supplier<T> asked) {
        Ending ending = trials.endingOf(section);
        if (ending != null) {
            missing(section, ending.how(), ending.remedy(section));
            return otherwise;
        }
        FutureTask<T> task = new FutureTask<>(() -> {
            trials.begin(section);
            try {
                return asked.get();
            } finally {
                trials.end(section);
            }
        });
        Thread.ofPlatform().daemon().name("gatun-probe-" + section).start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            failed(section, "failed: " + cause);
        } catch (TimeoutException e) {
            failed(section, "did not come back within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(section, "was interrupted");
        }
        return otherwise;
    }

    private void failed(String section, String how) {
        missing(section, "its trial " + how, "please report it, with this: gatun probe --markdown");
    }

    private void missing(String section, String how, String fix) {
        findings.add(new Finding(Severity.ERROR, "the section " + section + " is missing", how, fix));
    }

    /** What went wrong so far. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }
}

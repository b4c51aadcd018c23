package dev.gatun.parts;

import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.FeatureReport.State;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Placing;

/** Finds out whether threads can be bound to CPUs, by binding one that ends with that. Any thread. */
public final class ThreadBinding {
    private ThreadBinding() {}

    /** {@code otherwise}: what is said where it was refused. */
    public static FeatureReport tried(Placing placing, String otherwise) {
        int cpu = placing.topology().cpus().getFirst().number();
        int[] bound = new int[1];
        Thread thread = Thread.ofPlatform().name("gatun-trial").start(() -> bound[0] = placing.pin(cpu));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bound[0] = IoError.CANCELLED.result();
        }
        boolean isBound = bound[0] == 0;
        return new FeatureReport(
                "bound-threads",
                isBound ? State.YES : State.NO,
                How.TRIED,
                isBound ? "a thread was bound to CPU " + cpu : otherwise,
                null,
                null);
    }
}

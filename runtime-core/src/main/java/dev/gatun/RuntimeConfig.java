package dev.gatun;

import dev.gatun.spi.IoBackendProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a runtime is set up. Immutable: each {@code with…} answers another, and {@link #DEFAULT} is where to begin. */
public final class RuntimeConfig implements Cloneable {
    /** What becomes of a core whose handler threw; its operations have ended and its resources are released anyway. */
    public enum OnFailure {
        STAY_DOWN,
        RESTART
    }

    public static final RuntimeConfig DEFAULT = new RuntimeConfig();

    // Written by with… alone, on a copy that nobody else has seen yet.
    private int cores;
    private @Nullable String requiredBackend;
    private List<IoBackendProvider> providers = List.of();
    private CpuConfig cpu = CpuConfig.DEFAULT;
    private Consumer<Cpu> onCpuStart = _ -> {};
    private OnFailure onFailure = OnFailure.STAY_DOWN;
    private int restartsMax;
    private Duration stallAfter = Duration.ofMillis(100);
    private Duration closeWithin = Duration.ofSeconds(5);
    private int workerThreads = 4;
    private Placement placement = Placement.DEFAULT;
    private boolean closeOnShutdown = true;

    private RuntimeConfig() {}

    /** How many; 0: as many as there are places for ({@link Placement}: all CPUs that the process may use). */
    public RuntimeConfig withCores(int cores) {
        if (cores < 0 || cores > 1024) {
            throw new IllegalArgumentException("cores " + cores + " is not between 0 (all) and 1024");
        }
        RuntimeConfig copy = copy();
        copy.cores = cores;
        return copy;
    }

    /** Only this backend will do; where it can't be used, starting fails with the reason. */
    public RuntimeConfig require(String backend) {
        RuntimeConfig copy = copy();
        copy.requiredBackend = backend;
        return copy;
    }

    /** The backends to choose from; none: those installed. */
    public RuntimeConfig withProviders(IoBackendProvider... providers) {
        RuntimeConfig copy = copy();
        copy.providers = List.of(providers);
        return copy;
    }

    public RuntimeConfig withCpu(CpuConfig cpu) {
        RuntimeConfig copy = copy();
        copy.cpu = cpu;
        return copy;
    }

    /** Runs first on each Cpu's thread, after a restart too. */
    public RuntimeConfig withOnCpuStart(Consumer<Cpu> onCpuStart) {
        RuntimeConfig copy = copy();
        copy.onCpuStart = onCpuStart;
        return copy;
    }

    /** After {@code restartsMax} restarts a failing core stays down. */
    public RuntimeConfig withOnFailure(OnFailure onFailure, int restartsMax) {
        if (restartsMax < 0) {
            throw new IllegalArgumentException("restarts " + restartsMax + " is negative");
        }
        RuntimeConfig copy = copy();
        copy.onFailure = onFailure;
        copy.restartsMax = restartsMax;
        return copy;
    }

    /** A tick that takes longer is reported with its handler; zero: none is. */
    public RuntimeConfig withStallAfter(Duration stallAfter) {
        RuntimeConfig copy = copy();
        copy.stallAfter = notNegative("the time after which a tick is a stall", stallAfter);
        return copy;
    }

    /** How long closing waits for the kernel to let go. */
    public RuntimeConfig withCloseWithin(Duration closeWithin) {
        RuntimeConfig copy = copy();
        copy.closeWithin = notNegative("the time to close within", closeWithin);
        return copy;
    }

    public RuntimeConfig withWorkerThreads(int workerThreads) {
        if (workerThreads < 1) {
            throw new IllegalArgumentException("worker threads " + workerThreads + " is not positive");
        }
        RuntimeConfig copy = copy();
        copy.workerThreads = workerThreads;
        return copy;
    }

    /** Where the cores run; unless said otherwise each on a CPU of its own, where the system can. */
    public RuntimeConfig withPlacement(Placement placement) {
        RuntimeConfig copy = copy();
        copy.placement = placement;
        return copy;
    }

    /** Whether the end of the process (SIGTERM, exit) closes the runtime; true unless said otherwise. */
    public RuntimeConfig withCloseOnShutdown(boolean closeOnShutdown) {
        RuntimeConfig copy = copy();
        copy.closeOnShutdown = closeOnShutdown;
        return copy;
    }

    int cores() {
        return cores;
    }

    @Nullable
    String requiredBackend() {
        return requiredBackend;
    }

    List<IoBackendProvider> providers() {
        return providers;
    }

    CpuConfig cpu() {
        return cpu;
    }

    Consumer<Cpu> onCpuStart() {
        return onCpuStart;
    }

    boolean restarts(int restartsSoFar) {
        return onFailure == OnFailure.RESTART && restartsSoFar < restartsMax;
    }

    int restartsMax() {
        return restartsMax;
    }

    Duration stallAfter() {
        return stallAfter;
    }

    Duration closeWithin() {
        return closeWithin;
    }

    int workerThreads() {
        return workerThreads;
    }

    Placement placement() {
        return placement;
    }

    boolean closeOnShutdown() {
        return closeOnShutdown;
    }

    private static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + ", " + duration + ", is negative");
        }
        return duration;
    }

    private RuntimeConfig copy() {
        try {
            return (RuntimeConfig) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.gatun;

import dev.gatun.spi.IoBackendProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a runtime is set up; immutable, with {@code with…} for each part.
 *
 * @param cores how many; 0: as many as the process may use (its CPU mask and its container's quota)
 * @param requiredBackend by name; null: the best that can be used
 * @param providers the backends to choose from; empty: those installed
 * @param onCpuStart runs first on each Cpu's thread, after a restart too
 * @param onFailure what becomes of a core whose handler threw
 * @param restartsMax after so many restarts a failing core stays down
 * @param stallAfter a tick that takes longer is reported; zero: never
 */
public record RuntimeConfig(
        int cores,
        @Nullable String requiredBackend,
        List<IoBackendProvider> providers,
        CpuConfig cpu,
        Consumer<Cpu> onCpuStart,
        OnFailure onFailure,
        int restartsMax,
        Duration stallAfter,
        Duration closeWithin,
        int workerThreads,
        boolean pin,
        boolean closeOnShutdown) {
    /** After a failure its operations have ended and its resources are released, in either case. */
    public enum OnFailure {
        STAY_DOWN,
        RESTART
    }

    public static final RuntimeConfig DEFAULT = new RuntimeConfig(
            0,
            null,
            List.of(),
            CpuConfig.DEFAULT,
            _ -> {},
            OnFailure.STAY_DOWN,
            3,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            4,
            true,
            true);

    public RuntimeConfig {
        providers = List.copyOf(providers);
        if (cores < 0 || cores > 1024) {
            throw new IllegalArgumentException("cores " + cores + " is not between 0 (all) and 1024");
        }
        if (restartsMax < 0 || workerThreads < 1 || stallAfter.isNegative() || closeWithin.isNegative()) {
            throw new IllegalArgumentException("restarts " + restartsMax + ", worker threads " + workerThreads
                    + ", stall " + stallAfter + ", close within " + closeWithin + ": one of them makes no sense");
        }
    }

    public RuntimeConfig withCores(int cores) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    /** Only this backend will do; where it can't be used, starting fails with the reason. */
    public RuntimeConfig require(String backend) {
        return new RuntimeConfig(
                cores,
                backend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withProviders(IoBackendProvider... providers) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                List.of(providers),
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withCpu(CpuConfig cpu) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withOnCpuStart(Consumer<Cpu> onCpuStart) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withOnFailure(OnFailure onFailure, int restartsMax) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withStallAfter(Duration stallAfter) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withCloseWithin(Duration closeWithin) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    public RuntimeConfig withWorkerThreads(int workerThreads) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    /** Whether each core's thread is bound to a CPU of its own, where the system can; true unless said otherwise. */
    public RuntimeConfig withPin(boolean pin) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }

    /** Whether the end of the process (SIGTERM, exit) closes the runtime; true unless said otherwise. */
    public RuntimeConfig withCloseOnShutdown(boolean closeOnShutdown) {
        return new RuntimeConfig(
                cores,
                requiredBackend,
                providers,
                cpu,
                onCpuStart,
                onFailure,
                restartsMax,
                stallAfter,
                closeWithin,
                workerThreads,
                pin,
                closeOnShutdown);
    }
}

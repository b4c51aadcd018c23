package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IdleStrategy;
import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.ServiceLoader;

/**
 * A Cpu on the calling thread, over the backend asked for and no other, pinned. Only this thread is: the JVM's compiler
 * and collector stay free to run elsewhere.
 */
public final class PinnedCpu {
    private PinnedCpu() {}

    /** As the arguments backend, cpu and mode (spin or park) say. */
    static Cpu open(Arguments arguments) {
        return open(arguments, CpuConfig.DEFAULT);
    }

    static Cpu open(Arguments arguments, CpuConfig config) {
        return open(provider(arguments.text("backend", "io_uring")), arguments, config);
    }

    /** Over the best backend that can be used here: for what is not measured. */
    public static Cpu openUsable(Arguments arguments, CpuConfig config) {
        return open(usable(), arguments, config);
    }

    private static Cpu open(IoBackendProvider provider, Arguments arguments, CpuConfig config) {
        pin(provider, arguments);
        IdleStrategy.Kind idle =
                arguments.text("mode", "park").equals("spin") ? IdleStrategy.Kind.BUSY : IdleStrategy.Kind.PARK;
        return Cpu.standalone(provider, config.withIdle(idle));
    }

    /** The calling thread, whatever runs on it, to the CPU that the arguments name. */
    public static void pin(Arguments arguments) {
        pin(usable(), arguments);
    }

    private static void pin(IoBackendProvider provider, Arguments arguments) {
        int cpu = arguments.number("cpu", 0);
        int pinned = provider.placing().pin(cpu);
        if (pinned < 0) {
            throw new IllegalStateException("can't be pinned to CPU " + cpu + ": result " + pinned);
        }
    }

    private static IoBackendProvider usable() {
        return ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(IoBackendProvider::rank).reversed())
                .filter(provider -> provider.probe().usable())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no backend can be used here"));
    }

    static IoBackendProvider provider(String name) {
        IoBackendProvider provider = ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the backend " + name + " is not on the class path"));
        IoBackendProvider.Usability usability = provider.probe();
        if (!usability.usable()) {
            throw new IllegalStateException("the backend " + name + " can't be used here: " + usability.reason());
        }
        return provider;
    }

    /** The kernel's number of the calling thread. */
    public static long tid() {
        try {
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString());
        } catch (IOException e) {
            throw new IllegalStateException("the thread has no number: " + e.getMessage(), e);
        }
    }
}

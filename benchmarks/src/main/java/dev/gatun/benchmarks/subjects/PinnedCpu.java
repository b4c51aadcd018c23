package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IdleStrategy;
import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * A Cpu on the calling thread, over the backend asked for and no other, pinned. Only this thread is: the JVM's compiler
 * and collector stay free to run elsewhere.
 */
final class PinnedCpu {
    private PinnedCpu() {}

    /** As the arguments backend, cpu and mode (spin or park) say. */
    static Cpu open(Arguments arguments) {
        return open(arguments, CpuConfig.DEFAULT);
    }

    static Cpu open(Arguments arguments, CpuConfig config) {
        IoBackendProvider provider = provider(arguments.text("backend", "io_uring"));
        int cpu = arguments.number("cpu", 0);
        int pinned = provider.pinCurrentThread(cpu);
        if (pinned < 0) {
            throw new IllegalStateException("can't be pinned to CPU " + cpu + ": result " + pinned);
        }
        IdleStrategy.Kind idle =
                arguments.text("mode", "park").equals("spin") ? IdleStrategy.Kind.BUSY : IdleStrategy.Kind.PARK;
        return Cpu.standalone(provider, config.withIdle(idle));
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
    static long tid() {
        try {
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString());
        } catch (IOException e) {
            throw new IllegalStateException("the thread has no number: " + e.getMessage(), e);
        }
    }
}

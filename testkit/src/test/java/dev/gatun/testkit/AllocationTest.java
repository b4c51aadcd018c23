package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider.Settings;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** Invariant 2: in steady state the heap is left alone, so that a core's allocation can be measured over it. */
class AllocationTest {
    private static final int ROUNDS = 5_000;

    private final SimulatedKernel kernel = new SimulatedKernel(1, Faults.none());
    private final Completions completions = new Completions(8);

    /** By name: the testkit does not read the module of the JVM's own counters. */
    private static MethodHandle allocatedBytes() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return MethodHandles.publicLookup()
                .findVirtual(
                        Class.forName("com.sun.management.ThreadMXBean"),
                        "getCurrentThreadAllocatedBytes",
                        MethodType.methodType(long.class))
                .bindTo(bean);
    }

    @Test
    void emptyPollsAndNopsAllocateNothingInSteadyState() throws Throwable {
        MethodHandle allocated = allocatedBytes();
        try (Arena arena = Arena.ofConfined();
                IoBackend backend = kernel.newBackend(new Settings(0, 8, 8, new Blocks(arena, 1, 4096)))) {
            TestOperation[] nops = {TestOperation.nop(), TestOperation.nop(), TestOperation.nop()};
            long fewest = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 10 && fewest > 0; attempt++) { // the first ones link and warm up
                long before = (long) allocated.invokeExact();
                for (int i = 0; i < ROUNDS; i++) {
                    round(backend, nops);
                }
                fewest = Math.min(fewest, (long) allocated.invokeExact() - before);
            }
            assertEquals(0, fewest, "bytes in " + ROUNDS + " rounds");
        }
    }

    private void round(IoBackend backend, TestOperation[] nops) {
        for (int i = 0; i < nops.length; i++) {
            backend.submit(nops[i]);
        }
        completions.clear();
        if (backend.poll(kernel.nowNanos(), IoBackend.NEVER, completions) != nops.length
                || backend.poll(kernel.nowNanos(), IoBackend.NEVER, completions) != 0) {
            throw new AssertionError();
        }
    }
}

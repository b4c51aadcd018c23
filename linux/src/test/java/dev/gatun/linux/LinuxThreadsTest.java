package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LinuxThreadsTest {
    /** In a thread of its own, which takes what it was bound to with it. */
    private static <T> T elsewhere(Function<SystemCalls, T> work) throws InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(() -> {
            try (Arena arena = Arena.ofConfined()) {
                return work.apply(new SystemCalls(arena));
            }
        });
        Thread.ofPlatform().daemon().start(task);
        return task.get();
    }

    private static int[] boundTo(SystemCalls calls) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(1024, 8);
            assertTrue(calls.immediate(Syscalls.__NR_sched_getaffinity(), 0, 1024, mask.address()) > 0);
            return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE)).stream().toArray();
        }
    }

    @Test
    void aThreadIsBoundToEachCpu() throws Exception {
        int[] allowed = elsewhere(LinuxThreads::allowedCpus);
        assertTrue(allowed.length > 0);
        for (int cpu : allowed) {
            int[] bound = elsewhere(calls -> {
                assertEquals(0, LinuxThreads.pinCurrentThread(calls, cpu));
                return boundTo(calls);
            });
            assertArrayEquals(new int[] {cpu}, bound);
        }
    }

    @Test
    void aCpuThatIsNotThereIsRefused() throws Exception {
        assertEquals(IoError.INVALID.result(), (int) elsewhere(calls -> LinuxThreads.pinCurrentThread(calls, 8191)));
    }

    /** As its own process says: the scheduling policy is field 41 of its thread's stat, the priority field 40. */
    @Test
    void aThreadRunsInRealTimeOrIsToldWhatItNeeds() throws Exception {
        Optional<String> refused = new LinuxPlacing().runInRealTime(100);
        assertTrue(refused.orElse("").contains("SCHED_FIFO was refused: INVALID"), refused::toString);
        String outcome = elsewhere(_ -> new LinuxPlacing()
                .runInRealTime(7)
                .orElseGet(() -> SystemFiles.text(Path.of("/proc/thread-self/stat"))));
        if (outcome.contains("EPERM")) {
            assertTrue(outcome.contains("RLIMIT_RTPRIO is 0 and CAP_SYS_NICE is missing"), outcome);
            Assumptions.abort(outcome);
        }
        String[] fields = outcome.substring(outcome.lastIndexOf(')') + 2).split(" ", -1); // from the third on
        assertEquals("7", fields[40 - 3]);
        assertEquals(String.valueOf(Linux.SCHED_FIFO()), fields[41 - 3]);
    }

    @Test
    void aBoundThreadStillKnowsOfTheOtherCpus() throws Exception {
        int[] allowed = elsewhere(LinuxThreads::allowedCpus);
        int[] afterwards = elsewhere(calls -> {
            assertEquals(0, LinuxThreads.pinCurrentThread(calls, allowed[0]));
            assertEquals(0, LinuxThreads.pinCurrentThread(calls, allowed[allowed.length - 1]));
            assertArrayEquals(new int[] {allowed[allowed.length - 1]}, boundTo(calls));
            return LinuxThreads.allowedCpus(calls);
        });
        assertArrayEquals(allowed, afterwards);
    }

    @Test
    void aBoundThreadCanBeLetGo() throws Exception {
        int[] allowed = elsewhere(LinuxThreads::allowedCpus);
        int[] afterwards = elsewhere(calls -> {
            assertEquals(0, LinuxThreads.pinCurrentThread(calls, allowed[0]));
            assertEquals(0, LinuxThreads.unpinCurrentThread(calls));
            return boundTo(calls);
        });
        assertArrayEquals(allowed, afterwards);
    }

    @Test
    void otherThreadsStayWhereTheyWere() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = new SystemCalls(arena);
            int[] before = boundTo(calls);
            elsewhere(others -> LinuxThreads.pinCurrentThread(others, before[0]));
            assertArrayEquals(before, boundTo(calls));
        }
    }

    @Test
    void aNegativeCpuIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = new SystemCalls(arena);
            assertThrows(IllegalArgumentException.class, () -> LinuxThreads.pinCurrentThread(calls, -1));
        }
    }
}

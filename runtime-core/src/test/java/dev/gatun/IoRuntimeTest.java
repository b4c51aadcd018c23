package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, a scripted backend. Nothing here waits for a time, only for what must happen. */
@Timeout(30)
class IoRuntimeTest {
    private final RuntimeConfig config = RuntimeConfig.DEFAULT
            .withProviders(new ScriptedBackend.Provider())
            .withCores(2)
            .withCloseOnShutdown(false)
            .withCpu(CpuConfig.DEFAULT.withBuffers(Pools.SMALL));

    @Test
    void everyCoreRunsAndEnds() throws InterruptedException {
        CountDownLatch turned = new CountDownLatch(2);
        IoRuntime runtime = IoRuntime.start(config);
        assertEquals(2, runtime.size());
        assertEquals("scripted", runtime.backendName());
        for (int i = 0; i < 2; i++) {
            assertTrue(runtime.cpu(i).requestRun(_ -> turned.countDown()));
        }
        turned.await();
        List<CloseReport> reports = runtime.close(Duration.ofSeconds(5));
        assertEquals(2, reports.size());
        assertTrue(reports.stream().allMatch(CloseReport::isClean), reports::toString);
        runtime.awaitShutdown();
        assertFalse(runtime.isRunning(0));
        assertFalse(runtime.cpu(0).requestRun(_ -> {}));
        runtime.close();
    }

    @Test
    void aCoreThatFailsIsReportedAndTheOtherGoesOn() throws Exception {
        try (IoRuntime runtime = IoRuntime.start(config)) {
            CompletableFuture<Integer> pending = runtime.cpu(0).request(IoFuture::nop);
            runtime.cpu(0).requestRun(_ -> {
                throw new IllegalStateException("planted");
            });
            IoException ended = (IoException) failure(pending);
            assertEquals(IoError.CANCELLED, ended.error());
            await(() -> !runtime.isRunning(0));
            CompletableFuture<String> other = new CompletableFuture<>();
            assertTrue(runtime.cpu(1).requestRun(_ -> other.complete("still here")));
            assertEquals("still here", other.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aCoreThatFailsStartsAgainAsOftenAsSaid() throws Exception {
        CountDownLatch starts = new CountDownLatch(3);
        RuntimeConfig restarting = config.withCores(1)
                .withOnFailure(RuntimeConfig.OnFailure.RESTART, 2)
                .withOnCpuStart(_ -> starts.countDown());
        try (IoRuntime runtime = IoRuntime.start(restarting)) {
            Cpu first = runtime.cpu(0);
            for (int i = 0; i < 3; i++) {
                Cpu current = runtime.cpu(0);
                assertTrue(current.requestRun(_ -> {
                    throw new IllegalStateException("planted");
                }));
                await(() -> !runtime.isRunning(0) || runtime.cpu(0) != current);
                if (i < 2) {
                    await(() -> runtime.isRunning(0) && runtime.cpu(0) != current);
                }
            }
            starts.await();
            runtime.awaitShutdown(); // the third failure was one too many
            assertNotSame(first, runtime.cpu(0));
            assertFalse(runtime.isRunning(0));
        }
    }

    @Test
    void aVirtualThreadAwaits() throws Exception {
        try (IoRuntime runtime = IoRuntime.start(config)) {
            CompletableFuture<IoFuture> armed = new CompletableFuture<>();
            runtime.cpu(0).requestRun(here -> {
                IoFuture future = here.newFuture();
                future.timeout(1_000_000);
                armed.complete(future);
            });
            CompletableFuture<Integer> result = new CompletableFuture<>();
            Thread virtual = Thread.ofVirtual().start(() -> {
                try {
                    result.complete(armed.get().await());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            assertEquals(0, result.get(10, TimeUnit.SECONDS));
            virtual.join();
        }
    }

    @Test
    void workersRunElsewhereAndAnswerHere() throws Exception {
        try (IoRuntime runtime = IoRuntime.start(config)) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            CompletableFuture<String> failed = new CompletableFuture<>();
            runtime.cpu(0).requestRun(here -> {
                Thread loop = Thread.currentThread();
                runtime.workers().submit(here, () -> Thread.currentThread().getName(), (name, failure) -> {
                    here.checkOwner();
                    answer.complete(name + (Thread.currentThread() == loop ? " came home" : " is lost"));
                });
                runtime.workers()
                        .submit(
                                here,
                                () -> {
                                    throw new java.io.IOException("planted");
                                },
                                (nothing, failure) -> failed.complete(String.valueOf(failure)));
            });
            assertTrue(answer.get(10, TimeUnit.SECONDS).matches("gatun-worker-\\d came home"));
            assertEquals("java.io.IOException: planted", failed.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void workersThatAreFullSayNo() throws Exception {
        try (Workers workers = new Workers(1, 1);
                IoRuntime runtime = IoRuntime.start(config.withCores(1))) {
            CountDownLatch hold = new CountDownLatch(1);
            CompletableFuture<List<Boolean>> accepted = new CompletableFuture<>();
            runtime.cpu(0).requestRun(here -> {
                Workers.Work<Integer> work = () -> {
                    hold.await();
                    return 1;
                };
                Workers.Done<Integer> ignored = (_, _) -> {};
                accepted.complete(List.of(
                        workers.submit(here, work, ignored),
                        workers.submit(here, work, ignored),
                        workers.submit(here, work, ignored)));
            });
            assertEquals(List.of(true, true, false), accepted.get(10, TimeUnit.SECONDS));
            hold.countDown();
        }
    }

    @Test
    void aHandlerMayEndItsRuntimeButNotWaitForIt() throws Exception {
        IoRuntime runtime = IoRuntime.start(config);
        CompletableFuture<String> refused = new CompletableFuture<>();
        runtime.cpu(0).requestRun(_ -> {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, runtime::close);
            refused.complete(String.valueOf(refusal.getMessage()));
            runtime.requestClose();
        });
        assertTrue(refused.get(10, TimeUnit.SECONDS).contains("use requestClose"));
        runtime.awaitShutdown();
        assertTrue(runtime.close(Duration.ZERO).stream().allMatch(CloseReport::isClean));
    }

    @Test
    void eachCoreIsPinnedAndRunsAlsoWhereItCannotBe() {
        ScriptedBackend.Provider provider = new ScriptedBackend.Provider();
        IoRuntime.start(config.withProviders(provider)).close();
        assertEquals(List.of(0, 1), provider.pinned.stream().sorted().toList());
        IoRuntime.start(config.withProviders(provider).withPlacement(Placement.ANYWHERE))
                .close();
        assertEquals(2, provider.pinned.size());
    }

    @Test
    void aPlaceThatWasAskedForAndIsRefusedKeepsItFromStarting() {
        RuntimeConfig scripted = config.withProviders(new ScriptedBackend.Provider());
        assertRefused(
                "core 0 is not bound to CPU 1: ", scripted.withCores(1).withPlacement(Placement.DEFAULT.onCpus(1)));
        assertRefused(
                "CPU 7 is not among those that this process may use, 0, 1; name one of these",
                scripted.withPlacement(Placement.DEFAULT.onCpus(0, 7)));
        assertRefused(
                "core 0 can't run in real time with priority 50: the script says no",
                scripted.withCores(1).withPlacement(Placement.DEFAULT.inRealTime(50)));
    }

    private static void assertRefused(String why, RuntimeConfig config) {
        PlacementException refusal = assertThrows(PlacementException.class, () -> IoRuntime.start(config));
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
    }

    @Test
    void aTerminatedProcessEndsItsOperationsFirst() throws Exception {
        Process child = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        classes(IoRuntime.class) + ":" + classes(IoRuntimeTest.class),
                        Terminated.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var output = child.inputReader()) {
            assertEquals(
                    "started",
                    output.lines()
                            .filter(line -> line.equals("started"))
                            .findFirst()
                            .orElse(""));
            child.toHandle().destroy(); // SIGTERM
            assertEquals("ended: CANCELLED", output.readLine());
        }
        child.waitFor();
    }

    private static String classes(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** What the child runs: one operation that never ends by itself. */
    static final class Terminated {
        private Terminated() {}

        public static void main(String[] arguments) throws InterruptedException {
            IoRuntime runtime = IoRuntime.start(RuntimeConfig.DEFAULT
                    .withProviders(new ScriptedBackend.Provider())
                    .withCores(1));
            runtime.cpu(0).requestRun(here -> {
                here.newFuture()
                        .onComplete(
                                f -> System.out.println("ended: " + f.error().orElseThrow()))
                        .nop();
                System.out.println("started");
            });
            runtime.awaitShutdown();
        }
    }

    @Test
    void aStallNamesTheHandler() {
        StackTraceElement[] trace = {
            new StackTraceElement("java.lang.Object", "wait", "Object.java", 1),
            new StackTraceElement("com.example.Database", "query", "Database.java", 2),
            new StackTraceElement("com.example.Service", "onOrder", "Service.java", 3),
            new StackTraceElement("dev.gatun.Lifecycle", "deliver", "Lifecycle.java", 4),
            new StackTraceElement("dev.gatun.CpuThread", "run", "CpuThread.java", 5),
            new StackTraceElement("java.lang.Thread", "run", "Thread.java", 6),
        };
        assertEquals("com.example.Service.onOrder(Service.java:3)", StallDetector.handler(trace));
    }

    @Test
    void aBackendThatCannotBeUsedIsAnErrorWithTheReason() {
        ScriptedBackend.Provider refusing = new ScriptedBackend.Provider();
        refusing.usable = false;
        BackendUnavailableException none =
                assertThrows(BackendUnavailableException.class, () -> IoRuntime.start(config.withProviders(refusing)));
        assertEquals("no backend can be used here: scripted: the script says no", none.getMessage());
        BackendUnavailableException required = assertThrows(
                BackendUnavailableException.class,
                () -> IoRuntime.start(config.withProviders(refusing).require("scripted")));
        assertEquals(
                "the backend scripted was required and can't be used here: the script says no", required.getMessage());
        BackendUnavailableException absent =
                assertThrows(BackendUnavailableException.class, () -> IoRuntime.start(config.require("io_uring")));
        assertTrue(String.valueOf(absent.getMessage()).contains("is not installed; there is: [scripted]"));
    }

    @Test
    void nonsenseIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> config.withCores(-1));
        assertThrows(IllegalArgumentException.class, () -> config.withStallAfter(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> new Workers(0, 1));
        try (IoRuntime runtime = IoRuntime.start(config)) {
            assertThrows(IllegalArgumentException.class, () -> runtime.cpu(2));
        }
    }

    private static Throwable failure(CompletableFuture<?> future) throws Exception {
        try {
            throw new AssertionError("it ended well: " + future.get(10, TimeUnit.SECONDS));
        } catch (java.util.concurrent.ExecutionException e) {
            return java.util.Objects.requireNonNull(e.getCause());
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** Spins: what is waited for happens within microseconds, and the class has a time limit. */
    private static void await(Condition condition) {
        while (!condition.holds()) {
            Thread.onSpinWait();
        }
    }
}

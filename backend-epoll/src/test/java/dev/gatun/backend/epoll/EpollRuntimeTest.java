package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.CloseReport;
import dev.gatun.IoFuture;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.spi.IoBackendProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A runtime with threads of its own on real epolls: sleeping, woken, and closed. */
class EpollRuntimeTest {
    @Test
    void aSleepingCoreIsWokenForEachRequest() throws InterruptedException, ExecutionException, TimeoutException {
        IoBackendProvider.Usability usability = new EpollProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        try (IoRuntime runtime = IoRuntime.start(
                RuntimeConfig.DEFAULT.withProviders(new EpollProvider()).withCores(2))) {
            assertEquals("epoll", runtime.backendName());
            for (int round = 0; round < 200; round++) {
                CompletableFuture<Integer> done = runtime.cpu(round % 2).request(IoFuture::nop);
                assertEquals(0, done.get(5, TimeUnit.SECONDS), "round " + round);
            }
            for (CloseReport report : runtime.close(Duration.ofSeconds(5))) {
                assertTrue(report.isClean(), report::toString);
            }
        }
    }
}

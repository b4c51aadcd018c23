package dev.gatun.backend.iocp;

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

/** A runtime with threads of its own on completion ports, through Wine: sleeping, woken, and closed. */
class IocpRuntimeTest {
    @Test
    void aSleepingCoreIsWokenForEachRequest() throws InterruptedException, ExecutionException, TimeoutException {
        IoBackendProvider.Usability usability = new IocpProvider(IocpConfig.DEFAULT, Gateway.get()).probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        try (IoRuntime runtime = IoRuntime.start(RuntimeConfig.DEFAULT
                .withProviders(new IocpProvider(IocpConfig.DEFAULT, Gateway.get()))
                .withCores(2))) {
            assertEquals("iocp", runtime.backendName());
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

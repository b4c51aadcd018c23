package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetStream;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a network of its own, whose only device is down: what can't be reached is told as such, and at once. */
@Timeout(30)
class EpollNamespaceTest {
    private static final long UNSHARE = 272; // asm/unistd_64.h
    private static final long CLONE_NEWNET = 0x4000_0000L; // linux/sched.h

    @Test
    void withoutANetworkNothingIsReachable() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<NetException> refusals = new ArrayList<>();
        long[] unshared = {0};
        Thread thread = Thread.ofPlatform()
                .start(
                        () -> { // the namespace ends with its thread
                            try (Arena arena = Arena.ofConfined()) {
                                unshared[0] = new SystemCalls(arena).waiting(UNSHARE, CLONE_NEWNET, 0, 0);
                                if (unshared[0] == 0) {
                                    refusals.add(connect());
                                }
                            } catch (RuntimeException | Error e) {
                                failure.set(e);
                            }
                        });
        thread.join();
        assertNull(failure.get(), () -> String.valueOf(failure.get()));
        Assumptions.assumeTrue(unshared[0] == 0, () -> "no network namespace: unshare answered " + unshared[0]);
        assertEquals(IoError.NETWORK_UNREACHABLE, refusals.getFirst().error());
    }

    private static NetException connect() {
        Cpu cpu = Cpu.standalone(new EpollProvider(), CpuConfig.DEFAULT);
        List<NetException> told = new ArrayList<>();
        NetStream.connect(
                cpu,
                new InetSocketAddress("192.0.2.1", 80),
                NetConfig.systemDefaults(),
                Duration.ofSeconds(10),
                (_, refusal) -> told.add(refusal));
        while (told.isEmpty()) {
            cpu.tickOrPark();
        }
        cpu.close(1_000_000_000L);
        return told.getFirst();
    }
}

package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.io_uring_napi;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackendProvider;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Each knob does to a real ring what it says, or is refused with the reason. */
class IoUringConfigTest {
    private static void assumeUsable() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    private static int[] workers(int ringFd, Arena arena) {
        MemorySegment asked = arena.allocate(JAVA_INT, 2); // zeros change nothing, and what is, comes back
        assertEquals(0, Liburing.register(ringFd, IoUring.IORING_REGISTER_IOWQ_MAX_WORKERS(), asked, 2));
        return asked.toArray(JAVA_INT);
    }

    @Test
    void theKernelsWorkersAreBounded() {
        assumeUsable();
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(IoUringConfig.DEFAULT, arena).open(8, true);
            assertEquals(8, workers(ring.fd(), arena)[0]);
            assertEquals(64, workers(ring.fd(), arena)[1]);
            Ring other = new RingSetup(IoUringConfig.DEFAULT.withWorkers(2, 3), arena).open(8, true);
            assertEquals(2, workers(other.fd(), arena)[0]);
            assertEquals(3, workers(other.fd(), arena)[1]);
            new RingSetup(IoUringConfig.DEFAULT.withWorkers(0, 0), arena)
                    .open(8, true)
                    .close();
            assertEquals(2, workers(other.fd(), arena)[0], "0 leaves it as it is");
            other.close();
            ring.close();
        }
    }

    @Test
    void networkDevicesArePolledForAsLongAsAsked() {
        IoUringConfig config = IoUringConfig.DEFAULT.withBusyPoll(Duration.ofNanos(50_000), true);
        IoBackendProvider.Usability usability = new IoUringProvider(config).probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config, arena).open(8, true);
            assertTrue(ring.features().has(RingFeature.BUSY_POLL));
            MemorySegment was = arena.allocate(io_uring_napi.layout());
            assertEquals(0, Liburing.register(ring.fd(), IoUring.IORING_UNREGISTER_NAPI(), was, 1));
            assertEquals(50, io_uring_napi.busy_poll_to(was));
            assertEquals(1, io_uring_napi.prefer_busy_poll(was));
            ring.close();
        }
    }

    @Test
    void busyPollingThatTheKernelLacksIsRefusedWithTheReason() {
        assumeUsable();
        IoUringConfig config = IoUringConfig.DEFAULT.asOnLinux(6, 8).withBusyPoll(Duration.ofNanos(50_000), false);
        IoBackendProvider.Usability usability = new IoUringProvider(config).probe();
        assertFalse(usability.usable());
        assertTrue(usability.reason().contains("busy polling answered EINVAL"), usability::reason);
        assertTrue(usability.reason().contains("Linux 6.9"), usability::reason);
    }

    @Test
    void whatIsLeftOutIsReportedSo() {
        assumeUsable();
        List<FeatureReport> reports =
                new IoUringProvider(IoUringConfig.DEFAULT.without(RingFeature.MULTISHOT_RECEIVE)).features();
        FeatureReport report = reports.stream()
                .filter(feature -> feature.name().equals("multishot-receive"))
                .findFirst()
                .orElseThrow();
        assertEquals(FeatureReport.State.NO, report.state());
        assertEquals("left out by the configuration", report.detail());
        assertEquals("6.0", report.since());
    }

    /** As from 6.13 to 6.17: what such a kernel does not tell is tried, or it says so. */
    @Test
    void whatAKernelDoesNotTellIsTried() {
        assumeUsable();
        IoUringConfig config = IoUringConfig.DEFAULT.without(RingFeature.QUERY);
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config, arena).open(8, true);
            Assumptions.assumeTrue(ring.features().has(RingFeature.REGISTERED_WAIT), "it needs Linux 6.13");
            assertTrue(ring.features().mayHave(RingFeature.RESIZABLE_RING));
            assertFalse(ring.features().has(RingFeature.RESIZABLE_RING), "nobody has tried yet");
            assertEquals(0, ring.resize());
            assertEquals(64, ring.completionsMax());
            ring.close();
        }
        for (FeatureReport report : new IoUringProvider(config).features()) {
            boolean isUntold =
                    switch (report.name()) {
                        case "own-memory", "mixed-completions", "cooperative-completions" -> true;
                        default -> false;
                    };
            assertEquals(isUntold, report.state() == FeatureReport.State.UNKNOWN, report::toString);
        }
    }

    @Test
    void aRingWithAnArrayOfPlacesIsResizedToo() {
        assumeUsable();
        IoUringConfig config = IoUringConfig.DEFAULT.without(RingFeature.NO_ENTRY_ARRAY);
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config, arena).open(8, true);
            assertFalse(ring.features().has(RingFeature.NO_ENTRY_ARRAY));
            Assumptions.assumeTrue(ring.features().mayHave(RingFeature.RESIZABLE_RING), "it needs Linux 6.13");
            for (int round = 1; round <= 3; round++) {
                assertEquals(0, ring.resize());
                for (int i = 0; i < 5; i++) {
                    ring.put(0, 0, 0, 0, round, 0); // NOPs
                }
                ring.enter();
                for (int i = 0; i < 5; i++) {
                    int head = ring.completionHead();
                    assertTrue(ring.completionTailAcquire() != head, "a completion is missing");
                    assertEquals(round, Ring.userData(ring.completion(head)));
                    ring.completionHeadRelease(head + 1);
                }
            }
            ring.close();
        }
    }

    @Test
    void everyFeatureIsReportedAndWhatIsUsedIsTried() {
        assumeUsable();
        List<FeatureReport> reports = new IoUringProvider().features();
        assertEquals(RingFeature.values().length, reports.size());
        for (FeatureReport report : reports) {
            boolean isTried =
                    switch (report.name()) {
                        case "kernel-thread", "buffer-rings", "worker-limits", "registered-ring", "query" -> true;
                        default -> false;
                    };
            assertTrue(!isTried || report.how() == FeatureReport.How.TRIED, report::toString);
            assertTrue(report.state() != FeatureReport.State.YES || report.fix() == null, report::toString);
        }
    }

    @Test
    void aFeatureIsLeftOutInTheCopyAlone() {
        IoUringConfig config = IoUringConfig.DEFAULT.without(RingFeature.BUFFER_RINGS);
        assertTrue(config.isLeftOut(RingFeature.BUFFER_RINGS));
        assertFalse(IoUringConfig.DEFAULT.isLeftOut(RingFeature.BUFFER_RINGS));
        IoUringConfig more = config.without(RingFeature.NO_IOWAIT);
        assertTrue(more.isLeftOut(RingFeature.BUFFER_RINGS));
        assertFalse(config.isLeftOut(RingFeature.NO_IOWAIT));
    }

    @Test
    void onAnOlderKernelAllIsLeftOutThatCameLater() {
        IoUringConfig config = IoUringConfig.DEFAULT.asOnLinux(6, 0);
        assertTrue(config.isLeftOut(RingFeature.DEFERRED_COMPLETIONS));
        assertFalse(config.isLeftOut(RingFeature.MULTISHOT_RECEIVE));
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheValue() {
        IoUringConfig config = IoUringConfig.DEFAULT;
        refused("no-drop can't be left out", () -> config.without(RingFeature.NO_DROP));
        refused("Linux 5.12 is too old", () -> config.asOnLinux(5, 12));
        refused("-1 is not between 0 and", () -> config.withWorkers(-1, 0));
        refused("70000 is not between", () -> config.withWorkers(0, 70_000));
        refused("0 is not between 1 and", () -> config.withKernelThread(Duration.ZERO));
        refused("CPU -3 is negative", () -> config.withKernelThreadOn(-3, Duration.ofMillis(1)));
        refused("0 is not between 1 and", () -> config.withBusyPoll(Duration.ofNanos(999), false));
    }

    private static void refused(String reason, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e::getMessage);
    }
}

package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.IoRuntime;
import dev.gatun.Place;
import dev.gatun.Placement;
import dev.gatun.RuntimeConfig;
import dev.gatun.backend.epoll.EpollConfig.BusyPoll;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Topology.LogicalCpu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EpollProviderTest {
    private static Capabilities capabilitiesOf(EpollProvider provider) {
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
        try (IoBackend backend = provider.open(new IoBackendProvider.Settings(0, 64, 16, pool))) {
            return backend.capabilities();
        } finally {
            pool.close();
        }
    }

    @Test
    void itIsFoundAsAService() {
        assertTrue(ServiceLoader.load(IoBackendProvider.class).stream()
                .anyMatch(provider -> provider.type() == EpollProvider.class));
    }

    @Test
    void theProbeSaysWhyOrWhyNot() {
        IoBackendProvider.Usability usability = new EpollProvider().probe();
        assertEquals(usability.usable(), usability.reason().equals("an event was heard through epoll"));
    }

    @Test
    void itOffersTheWholeContractButFilesWithoutThreads() {
        Capabilities capabilities = capabilitiesOf(new EpollProvider());
        for (OperationKind kind : Capabilities.allOperations()) {
            assertTrue(capabilities.supports(kind), kind::name);
        }
        for (Feature feature : Feature.values()) {
            assertEquals(feature != Feature.ASYNC_FILES, capabilities.supports(feature), feature::name);
        }
    }

    @Test
    void anOlderKernelSaysWhatIsSlowerThanItCouldBe() {
        Capabilities old = capabilitiesOf(new EpollProvider(EpollConfig.DEFAULT, new EpollFeatures(false, false)));
        assertTrue(old.notes().stream().anyMatch(note -> note.contains("Linux 5.11 has epoll_pwait2")));
        assertFalse(new EpollFeatures(true, true).notes().stream().anyMatch(note -> note.contains("rounded up")));
    }

    @Test
    void deadlinesAreRoundedUpAndNeverToNow() {
        assertEquals(-1, EpollPoller.millis(-1));
        assertEquals(0, EpollPoller.millis(0));
        assertEquals(1, EpollPoller.millis(1));
        assertEquals(1, EpollPoller.millis(1_000_000));
        assertEquals(2, EpollPoller.millis(1_000_001));
        assertEquals(Integer.MAX_VALUE, EpollPoller.millis(Long.MAX_VALUE));
    }

    /** What the kernel refuses is refused with its name and a remedy; what it takes is taken. */
    @Test
    void busyPollingIsSetOrRefused() {
        IoBackendProvider.Usability plain = new EpollProvider().probe();
        Assumptions.assumeTrue(plain.usable(), plain::reason);
        BusyPoll modest = new BusyPoll(20, 8, true);
        for (EpollConfig config : new EpollConfig[] {
            EpollConfig.DEFAULT.withEpollBusyPoll(modest), EpollConfig.DEFAULT.withSocketBusyPoll(modest)
        }) {
            IoBackendProvider.Usability usability = new EpollProvider(config).probe();
            assertTrue(
                    usability.usable()
                            || usability.reason().matches("busy polling was asked for, and .* answered E[A-Z]+: .*"),
                    usability::reason);
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> EpollConfig.DEFAULT.withFileThreadsMax(0));
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(-1, 8, false));
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(1, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(1, 1 << 16, false));
    }

    /** The system's own word, of each core's thread, against what was planned. */
    @Test
    void eachCoreRunsWhereItWasPlanned() throws Exception {
        Map<Integer, String> allowed = new ConcurrentHashMap<>();
        RuntimeConfig config = RuntimeConfig.DEFAULT
                .withProviders(new EpollProvider())
                .withOnCpuStart(cpu -> allowed.put(cpu.index(), allowedCpus()));
        List<LogicalCpu> cpus = new EpollProvider().placing().topology().cpus();
        for (Placement placement : List.of(
                Placement.DEFAULT, Placement.DEFAULT.onCpus(cpus.getLast().number()), Placement.ANYWHERE)) {
            try (IoRuntime runtime = IoRuntime.start(config.withPlacement(placement))) {
                assertTrue(runtime.size() > 0);
                for (int i = 0; i < runtime.size(); i++) {
                    int planned = runtime.place(i).cpu();
                    boolean isBound = String.valueOf(planned).equals(allowed.get(i));
                    assertEquals(planned != Place.ANYWHERE || cpus.size() == 1, isBound, allowed::toString);
                }
            }
        }
    }

    private static String allowedCpus() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void memoryCanBeAdvised() {
        assertNotNull(new EpollProvider().regionAdvice());
    }
}

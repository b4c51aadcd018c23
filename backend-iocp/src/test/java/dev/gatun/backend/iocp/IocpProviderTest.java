package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Placing;
import dev.gatun.spi.Topology;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class IocpProviderTest {
    @Test
    void itIsFoundAsAService() {
        assertTrue(ServiceLoader.load(IoBackendProvider.class).stream()
                .anyMatch(provider -> provider.type() == IocpProvider.class));
    }

    @Test
    void elsewhereItSaysWhyNot() {
        Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"), "this is Windows");
        IocpProvider provider = new IocpProvider();
        IoBackendProvider.Usability usability = provider.probe();
        assertFalse(usability.usable());
        assertEquals("IOCP is of Windows, and this is " + System.getProperty("os.name"), usability.reason());
        assertNull(provider.regionAdvice());
        assertEquals(Placing.NONE, provider.placing());
        BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
        assertThrows(IllegalStateException.class, () -> provider.open(new IoBackendProvider.Settings(0, 64, 16, pool)));
        pool.close();
    }

    @Test
    void onWindowsItHearsAPacket() {
        IocpProvider provider = new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
        assertEquals(
                new IoBackendProvider.Usability(true, "a packet was heard through a completion port"),
                provider.probe());
    }

    @Test
    void itOffersTheWholeContractButTwoFeatures() {
        IocpProvider provider = new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
        BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), provider.regionAdvice());
        try (IoBackend backend = provider.open(new IoBackendProvider.Settings(0, 64, 16, pool))) {
            Capabilities capabilities = backend.capabilities();
            for (OperationKind kind : Capabilities.allOperations()) {
                assertTrue(capabilities.supports(kind), kind::name);
            }
            for (Feature feature : Feature.values()) {
                boolean isLeftOut = feature == Feature.ZERO_COPY_SEND || feature == Feature.UNIX_SOCKETS;
                assertEquals(!isLeftOut, capabilities.supports(feature), feature::name);
            }
            assertTrue(capabilities.notes().stream().anyMatch(note -> note.startsWith("deadlines are rounded up")));
        } finally {
            pool.close();
        }
    }

    /** Wine has no wait packets; on Windows the second is yes. */
    @Test
    void itTellsWhatItUsesOfItsSystem() {
        IocpProvider provider = new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
        Map<String, FeatureReport.State> told =
                provider.features().stream().collect(Collectors.toMap(FeatureReport::name, FeatureReport::state));
        assertEquals(FeatureReport.State.YES, told.get("accept-and-connect"));
        boolean hasPackets = Gateway.get().function("ntdll.dll", "NtCreateWaitCompletionPacket") != 0;
        assertEquals(hasPackets ? FeatureReport.State.YES : FeatureReport.State.LIMITED, told.get("exact-waits"));
        assertEquals(FeatureReport.State.YES, told.get("bound-threads"));
        assertEquals(FeatureReport.State.NO, told.get("unix-sockets"));
        assertEquals(List.of(), new IocpProvider(IocpConfig.DEFAULT, null).features());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> IocpConfig.DEFAULT.withFileThreadsMax(0));
        assertFalse(IocpConfig.DEFAULT.withExactWaits(false).exactWaits());
        assertEquals(9, IocpConfig.DEFAULT.withFileThreadsMax(9).fileThreadsMax());
    }

    /** A thread that was bound says so when it is bound again. */
    @Test
    void aThreadIsBoundToACpu() {
        Placing placing = new IocpProvider(IocpConfig.DEFAULT, Gateway.get()).placing();
        Topology topology = placing.topology();
        assertNotNull(topology);
        int last = topology.cpus().getLast().number();
        assertEquals(0, placing.pin(last));
        assertEquals(0, placing.pin(topology.cpus().getFirst().number()));
        assertEquals(IoError.INVALID.result(), placing.pin(-1));
        assertTrue(placing.pin(63) < 0 || topology.cpus().size() == 64);
        assertTrue(placing.runInRealTime(50).isEmpty());
    }
}

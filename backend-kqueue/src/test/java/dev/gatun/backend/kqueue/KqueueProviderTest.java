package dev.gatun.backend.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.IoRuntime;
import dev.gatun.Placement;
import dev.gatun.RuntimeConfig;
import dev.gatun.bindings.kqueue.BsdLibrary;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.RegionAdvice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KqueueProviderTest {
    @Test
    void itIsFoundAsAService() {
        assertTrue(ServiceLoader.load(IoBackendProvider.class).stream()
                .anyMatch(provider -> provider.type() == KqueueProvider.class));
    }

    @Test
    void systemsAreKnownByTheirNames() {
        assertEquals(Optional.of(Bsd.MACOS), Bsd.of("Mac OS X"));
        assertEquals(Optional.of(Bsd.FREEBSD), Bsd.of("FreeBSD"));
        assertEquals(Optional.empty(), Bsd.of("Linux"));
        assertEquals(Optional.empty(), Bsd.of("Windows 11"));
    }

    @Test
    void onAnotherSystemItSaysWhyNotAndIsNotOpened() {
        KqueueProvider provider = new KqueueProvider(KqueueConfig.DEFAULT, (KqueueSystem) null);
        IoBackendProvider.Usability usability = provider.probe();
        assertFalse(usability.usable());
        assertTrue(usability.reason().startsWith("kqueue is of macOS and FreeBSD, and this is "), usability::reason);
        BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);
        IoBackendProvider.Settings settings = new IoBackendProvider.Settings(0, 1, 1, pool);
        assertThrows(IllegalStateException.class, () -> provider.open(settings));
        pool.close();
        assertEquals(IoError.NOT_SUPPORTED.result(), provider.placing().pin(0));
    }

    @Test
    void aLibraryWithoutKqueueIsNoKqueue() {
        KqueueSystem empty = new KqueueSystem(Bsd.MACOS, KeventLayout.MACOS, BsdLibrary.of(_ -> Optional.empty()));
        IoBackendProvider.Usability usability = new KqueueProvider(KqueueConfig.DEFAULT, empty).probe();
        assertEquals("kqueue answered errno 78", usability.reason());
    }

    @ParameterizedTest
    @EnumSource
    void theProbeHearsAnEvent(TestGround ground) {
        assertEquals(
                new IoBackendProvider.Usability(true, "an event was heard through kqueue"),
                ground.provider().probe());
    }

    @Test
    void itOffersTheWholeContractButFilesWithoutThreadsAndLentMemory() {
        for (Bsd bsd : Bsd.values()) {
            Capabilities capabilities = KqueueProvider.capabilities(bsd);
            for (OperationKind kind : Capabilities.allOperations()) {
                assertTrue(capabilities.supports(kind), kind::name);
            }
            for (Feature feature : Feature.values()) {
                boolean isMissing = feature == Feature.ASYNC_FILES || feature == Feature.ZERO_COPY_SEND;
                assertEquals(!isMissing, capabilities.supports(feature), feature::name);
            }
            assertEquals(bsd.isMacos(), capabilities.notes().contains("threads can't be bound to CPUs"), bsd::name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryOfThePoolIsTheSystemsOwnAndAligned(TestGround ground) {
        RegionAdvice advice = Objects.requireNonNull(ground.provider().regionAdvice());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment reserved = Objects.requireNonNull(advice.reserve(1 << 20, 1 << 16, arena));
            assertEquals(0, reserved.address() % (1 << 16));
            assertEquals(1 << 20, reserved.byteSize());
            assertEquals(0, reserved.get(ValueLayout.JAVA_BYTE, (1 << 20) - 1));
        }
        assertEquals(IoError.NOT_SUPPORTED.result(), advice.dropPages(0, 0));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new KqueueConfig(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> TestGround.FREEBSD.provider().placing().pin(-1));
    }

    /** FreeBSD's call, and this system's word of it; macOS refuses. */
    @Test
    void aCoreRunsWhereItIsPlacedIfTheSystemCan() throws Exception {
        assertEquals(
                IoError.NOT_SUPPORTED.result(),
                TestGround.MACOS.provider().placing().pin(0));
        int last = TestGround.FREEBSD
                .provider()
                .placing()
                .topology()
                .cpus()
                .getLast()
                .number();
        try (IoRuntime runtime = IoRuntime.start(RuntimeConfig.DEFAULT
                .withProviders(TestGround.FREEBSD.provider())
                .withPlacement(Placement.DEFAULT.onCpus(last)))) {
            CompletableFuture<String> allowed = new CompletableFuture<>();
            runtime.cpu(0).requestRun(_ -> allowed.complete(allowedCpus()));
            assertEquals("Cpus_allowed_list:\t" + last, allowed.get());
        }
    }

    private static String allowedCpus() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itTellsWhatItUsesOfItsSystem(TestGround ground) {
        Map<String, FeatureReport.State> told = ground.provider().features().stream()
                .collect(Collectors.toMap(FeatureReport::name, FeatureReport::state));
        FeatureReport.State onFreebsd = ground.isMacos() ? FeatureReport.State.NO : FeatureReport.State.YES;
        assertEquals(onFreebsd, told.get("accept-ready-made"));
        assertEquals(onFreebsd, told.get("bound-threads"));
        assertEquals(onFreebsd, told.get("data-sync"));
        assertEquals(FeatureReport.State.YES, told.get("holes"));
        assertEquals(FeatureReport.State.NO, told.get("zero-copy-send"));
        assertEquals(List.of(), new KqueueProvider(KqueueConfig.DEFAULT, (KqueueSystem) null).features());
    }
}

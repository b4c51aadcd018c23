package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoBackendProvider;
import java.lang.foreign.Arena;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class IoUringProviderTest {
    private static String remedy(int errno) {
        try (Arena arena = Arena.ofConfined()) {
            return RingSetup.remedy(-errno, 1024, arena);
        }
    }

    @Test
    void itIsFoundAsAService() {
        assertTrue(ServiceLoader.load(IoBackendProvider.class).stream()
                .anyMatch(provider -> provider.type() == IoUringProvider.class));
    }

    @Test
    void theProbeSaysWhyOrWhyNot() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        assertEquals(usability.usable(), usability.reason().startsWith("a ring took an operation"));
    }

    @Test
    void aForbiddenRingNamesWhoMayHaveForbiddenIt() {
        assertTrue(remedy(Linux.EPERM()).contains("seccomp"));
        assertTrue(remedy(Linux.EPERM()).contains("kernel.io_uring_disabled"));
    }

    @Test
    void tooLittleLockedMemoryIsToldWithTheLimitAndWhatWasNeeded() {
        String remedy = remedy(Linux.ENOMEM());
        assertTrue(remedy.contains("RLIMIT_MEMLOCK) is "), remedy);
        assertTrue(remedy.contains("1024 entries takes 132 KiB"), remedy);
        assertTrue(remedy.contains("ulimit -l"), remedy);
    }

    @Test
    void aKernelWithoutItIsToldSo() {
        assertTrue(remedy(Linux.ENOSYS()).contains("Linux 5.13"));
        String message = new RingRefusedException("io_uring_setup", -Linux.ENOSYS(), "x").getMessage();
        assertEquals("io_uring_setup answered ENOSYS: x", message);
    }

    private static Capabilities capabilities(IoUringConfig config) {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config, arena).open(8, true);
            try {
                return ring.features().capabilities();
            } finally {
                ring.close();
            }
        }
    }

    @Test
    void anOlderKernelLacksFeaturesAndSaysSo() {
        IoBackendProvider.Usability usability = new IoUringProvider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        Capabilities plain = capabilities(IoUringConfig.DEFAULT.asOnLinux(5, 13));
        assertFalse(plain.supports(Feature.POOL_BUFFERS));
        assertFalse(plain.supports(Feature.MULTISHOT_ACCEPT));
        assertTrue(plain.supports(Feature.MULTISHOT_POLL));
        assertTrue(plain.notes().stream().anyMatch(note -> note.contains("buffer-rings is left out")));
    }

    @Test
    void memoryCanBeAdvised() {
        assertNotNull(new IoUringProvider().regionAdvice());
    }
}

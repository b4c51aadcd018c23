package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoBackendProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class IoUringProviderTest {
    private static String remedy(int errno) {
        return Remedy.of(-errno, 1024);
    }

    private static String filesMax() {
        try (BufferedReader reader = Files.newBufferedReader(Path.of("/proc/sys/fs/file-max"))) {
            return String.valueOf(reader.readLine());
        } catch (IOException e) {
            return "unknown";
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
        assertTrue(Remedy.whoForbids("0").contains("seccomp"));
        assertTrue(Remedy.whoForbids("unknown").contains("kernel.io_uring_disabled is unknown"));
        assertTrue(Remedy.whoForbids("1").contains("kernel.io_uring_group"));
        assertTrue(Remedy.whoForbids("2").contains("is 2, which forbids it to everybody: set it to 0"));
        assertTrue(remedy(Linux.EPERM()).contains("kernel.io_uring_disabled is "));
    }

    @Test
    void tooLittleLockedMemoryIsToldWithTheLimitAndWhatWasNeeded() {
        String remedy = remedy(Linux.ENOMEM());
        assertTrue(remedy.contains("RLIMIT_MEMLOCK) is "), remedy);
        assertTrue(remedy.contains("(RLIMIT_AS) "), remedy);
        assertTrue(remedy.contains("1024 entries takes 136 KiB"), remedy);
        assertTrue(remedy.contains("ulimit -l"), remedy);
    }

    @Test
    void filesThatAreAllOpenAreToldWithTheirLimit() {
        assertTrue(remedy(Linux.EMFILE()).matches(".*\\(RLIMIT_NOFILE\\) is [0-9]+, .*ulimit -n"));
        assertTrue(remedy(Linux.ENFILE()).contains(" are open: " + filesMax() + ";"), remedy(Linux.ENFILE()));
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
        assertTrue(plain.notes().stream().anyMatch(note -> note.contains("stops the loop while it lasts")));
    }

    @Test
    void memoryCanBeAdvised() {
        assertNotNull(new IoUringProvider().regionAdvice());
    }
}

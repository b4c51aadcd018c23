package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncating by an entry, and by a system call where the kernel has no entry for it. */
class TruncateTest {
    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final Completions completions = new Completions(16);
    private final BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(1 << 20), null);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        assertEquals(0, pool.closeAndCountLeaked());
        arena.close();
    }

    private IoUringBackend open(IoUringConfig config) {
        IoUringProvider provider = new IoUringProvider(config);
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return (IoUringBackend) provider.open(new IoBackendProvider.Settings(0, 64, 16, pool));
    }

    private long openFile(Path path) throws IOException {
        Files.write(path, new byte[1000]);
        long name = arena.allocateFrom(path.toString()).address();
        long file = calls.waiting(Syscalls.__NR_openat(), Linux.AT_FDCWD(), name, Linux.O_RDWR(), 0, 0, 0);
        assertTrue(file >= 0);
        return file;
    }

    private void pollUntilNothingIsInFlight(IoUringBackend backend) {
        completions.clear();
        for (int rounds = 0; backend.inFlight() > 0 && rounds < 100; rounds++) {
            backend.poll(0, 1_000_000_000, completions);
        }
        assertEquals(0, backend.inFlight());
    }

    private int resultOf(int slot) {
        for (int i = 0; i < completions.count(); i++) {
            if ((int) completions.userData(i) == slot) {
                return completions.result(i);
            }
        }
        throw new AssertionError("no result for slot " + slot);
    }

    @Test
    void theEntryIsUsedWhereTheKernelHasIt() {
        String[] version = System.getProperty("os.version").split("[^0-9]+", 3);
        boolean isSince69 = 100 * Integer.parseInt(version[0]) + Integer.parseInt(version[1]) >= 609;
        try (IoBackend backend = open(IoUringConfig.DEFAULT)) {
            assertEquals(isSince69, ((IoUringBackend) backend).ring().features().has(RingFeature.TRUNCATE_ENTRY));
        }
        try (IoBackend backend = open(IoUringConfig.DEFAULT.asOnLinux(6, 0))) {
            assertFalse(((IoUringBackend) backend).ring().features().has(RingFeature.TRUNCATE_ENTRY));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileIsCutEitherWay(boolean byAnEntry) throws IOException {
        Path path = folder.resolve("cut");
        long file = openFile(path);
        try (IoUringBackend backend = open(byAnEntry ? IoUringConfig.DEFAULT : IoUringConfig.DEFAULT.asOnLinux(6, 0))) {
            assertEquals(0, backend.submit(new RawOperation(1, OperationKind.TRUNCATE, file, 0).offset(10)));
            assertEquals(0, backend.submit(new RawOperation(2, OperationKind.TRUNCATE, 1 << 20, 0).offset(10)));
            pollUntilNothingIsInFlight(backend);
            assertEquals(0, resultOf(1));
            assertEquals(IoError.BAD_HANDLE.result(), resultOf(2));
            assertEquals(10, Files.size(path));
            backend.sockets().close(file);
        }
    }

    /** By the time that it is tried the number may be another file's, which would lose its content. */
    @Test
    void whatIsClosedBeforeItIsTriedIsNotCut() throws IOException {
        Path path = folder.resolve("closed");
        long file = openFile(path);
        try (IoUringBackend backend = open(IoUringConfig.DEFAULT.asOnLinux(6, 0))) {
            assertEquals(0, backend.submit(new RawOperation(1, OperationKind.TRUNCATE, file, 0).offset(10)));
            assertEquals(0, backend.submit(new RawOperation(2, OperationKind.CLOSE, file, 0)));
            pollUntilNothingIsInFlight(backend);
            assertEquals(IoError.CANCELLED.result(), resultOf(1));
            assertEquals(0, resultOf(2));
            assertEquals(1000, Files.size(path));
        }
    }

    @Test
    void aCancelBeforeTheCallComesInTime() throws IOException {
        Path path = folder.resolve("cancelled");
        long file = openFile(path);
        try (IoUringBackend backend = open(IoUringConfig.DEFAULT.asOnLinux(6, 0))) {
            RawOperation truncate = new RawOperation(1, OperationKind.TRUNCATE, file, 0).offset(10);
            assertEquals(0, backend.submit(truncate));
            assertEquals(0, backend.cancel(truncate));
            pollUntilNothingIsInFlight(backend);
            assertEquals(IoError.CANCELLED.result(), resultOf(1));
            assertEquals(1000, Files.size(path));
            backend.sockets().close(file);
        }
    }
}

package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CloseReport;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;

/** A Cpu on a real ring that the test drives, a folder on this machine's disk, and nothing left at the end. */
abstract class FileFixture {
    static final int READ_WRITE_CREATE = Operation.OPEN_READ | Operation.OPEN_WRITE | Operation.OPEN_CREATE;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    final Cpu cpu = opened();

    @TempDir
    Path folder;

    private static Cpu opened() {
        IoUringProvider provider = new IoUringProvider();
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return Cpu.standalone(provider, CpuConfig.DEFAULT);
    }

    @AfterEach
    void nothingIsLeft() {
        CloseReport report = cpu.close(PATIENCE_NANOS);
        assertTrue(report.isClean(), report::toString);
    }

    final int await(IoFuture future) {
        long start = System.nanoTime();
        while (future.isArmed()) {
            cpu.tick();
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, () -> future + " does not end");
        }
        return future.result();
    }

    final int run(Consumer<IoFuture> verb) {
        IoFuture future = cpu.newFuture();
        verb.accept(future);
        int result = await(future);
        future.close();
        return result;
    }

    final int runWell(Consumer<IoFuture> verb) {
        int result = run(verb);
        assertTrue(result >= 0, () -> String.valueOf(IoError.of(result)));
        return result;
    }

    final IoException failure(Consumer<IoFuture> verb) {
        IoFuture future = cpu.newFuture();
        verb.accept(future);
        await(future);
        IoException thrown = assertThrows(IoException.class, future::resultOrThrow);
        future.close();
        return thrown;
    }

    final int tryOpen(Path path, int flags) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        Buffer buffer = buffer(name.length + 1).writeBytes(name, 0, name.length);
        int result = run(f -> f.open(buffer, flags, 0600));
        buffer.free();
        return result;
    }

    final long open(String name, int flags) {
        int result = tryOpen(folder.resolve(name), flags);
        assertTrue(result >= 0, () -> name + ": " + IoError.of(result));
        return result;
    }

    final void close(long file) {
        runWell(f -> f.closeHandle(file));
    }

    final Buffer buffer(int bytes) {
        Buffer buffer = cpu.buffers().allocate(bytes);
        assertNotNull(buffer);
        return Objects.requireNonNull(buffer);
    }
}

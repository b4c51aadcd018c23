package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoFuture;
import dev.gatun.backend.iouring.IoUringConfig.PolledFiles;
import dev.gatun.spi.BackendStatistics;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files whose completions are fetched from the device. Where the device has no queue to poll, which is most of them,
 * what is proven is the refusal: that it is taken, counted, and nothing lost.
 */
class PolledRingTest {
    private static final int BLOCK = 4096;

    @TempDir
    Path folder = Path.of("");

    private static Cpu cpu(PolledFiles how) {
        IoUringProvider provider = new IoUringProvider(IoUringConfig.DEFAULT.withPolledFiles(how));
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return Cpu.standalone(provider, CpuConfig.DEFAULT);
    }

    private static Buffer buffer(Cpu cpu) {
        return Objects.requireNonNull(cpu.buffers().allocate(BLOCK), "the pool is empty");
    }

    private static int run(Cpu cpu, Consumer<IoFuture> arm) {
        IoFuture future = cpu.newFuture();
        arm.accept(future);
        long start = System.nanoTime();
        while (future.isArmed()) {
            cpu.tick();
            assertTrue(System.nanoTime() - start < 5_000_000_000L, () -> future + " did not end");
        }
        int result = future.result();
        future.close();
        return result;
    }

    private static long open(Cpu cpu, Path path, int flags) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        Buffer buffer = buffer(cpu).writeBytes(name, 0, name.length);
        int all = flags | Operation.OPEN_READ | Operation.OPEN_WRITE | Operation.OPEN_CREATE;
        int handle = run(cpu, future -> future.open(buffer, all, 0600));
        buffer.free();
        return handle;
    }

    @ParameterizedTest
    @EnumSource(PolledFiles.class)
    void whatIsWrittenIsReadOnAnyDevice(PolledFiles how) {
        Cpu cpu = cpu(how);
        long file = open(cpu, folder.resolve("direct"), Operation.OPEN_DIRECT);
        Assumptions.assumeTrue(file >= 0, "this file system has no direct access");
        Buffer out = buffer(cpu);
        for (int round = 0; round < 20; round++) {
            out.clear();
            for (int i = 0; i < BLOCK; i += 8) {
                out.writeLong(i * 31L + round);
            }
            long offset = (long) round * BLOCK;
            assertEquals(BLOCK, run(cpu, future -> future.write(file, out, offset)));
            out.clear();
            assertEquals(BLOCK, run(cpu, future -> future.read(file, out, offset)));
            for (int i = 0; i < BLOCK; i += 8) {
                assertEquals(i * 31L + round, out.readLong());
            }
        }
        BackendStatistics statistics = cpu.statistics().backend();
        assertTrue(statistics.fallbacks() <= 1, statistics::toString);
        assertTrue(how != PolledFiles.NEVER || statistics.fallbacks() == 0, statistics::toString);
        assertEquals(0, run(cpu, future -> future.closeHandle(file)));
        out.free();
        assertTrue(cpu.close(5_000_000_000L).isClean());
    }

    @Test
    void aFileThatIsNotDirectIsNeverPolled() {
        Cpu cpu = cpu(PolledFiles.POLLED);
        long file = open(cpu, folder.resolve("usual"), 0);
        Buffer out = buffer(cpu).writeLong(1);
        assertEquals(8, run(cpu, future -> future.write(file, out, 0)));
        assertEquals(0, cpu.statistics().backend().fallbacks());
        assertEquals(0, run(cpu, future -> future.closeHandle(file)));
        out.free();
        assertTrue(cpu.close(5_000_000_000L).isClean());
    }

    /** A file system in memory has no device at all, so each operation is refused for real. */
    @Test
    void manyAtOnceThatAreRefusedAreAllDoneTheUsualWay() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(Files.isWritable(memory), "no file system in memory at /dev/shm");
        Path path = Files.createTempFile(memory, "gatun", "");
        Cpu cpu = cpu(PolledFiles.POLLED);
        try {
            long file = open(cpu, path, Operation.OPEN_DIRECT);
            Assumptions.assumeTrue(file >= 0, "no direct access to files in memory; Linux 6.6 has it");
            Buffer[] buffers = new Buffer[64];
            IoFuture[] writes = new IoFuture[buffers.length];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = buffer(cpu).writeLong(i);
                buffers[i].writerIndex(BLOCK);
                writes[i] = cpu.newFuture();
                writes[i].write(file, buffers[i], (long) i * BLOCK);
            }
            long start = System.nanoTime();
            for (IoFuture write : writes) {
                while (write.isArmed()) {
                    cpu.tickOrPark();
                    assertTrue(System.nanoTime() - start < 10_000_000_000L, "not all ended");
                }
                assertEquals(BLOCK, write.result());
            }
            assertEquals(buffers.length, cpu.statistics().backend().fallbacks());
            for (int i = 0; i < buffers.length; i++) {
                Buffer in = buffers[i].clear();
                long offset = (long) i * BLOCK;
                assertEquals(BLOCK, run(cpu, future -> future.read(file, in, offset)));
                assertEquals(i, in.readLong());
                in.free();
            }
            assertEquals(buffers.length, cpu.statistics().backend().fallbacks(), "it was tried again");
            assertEquals(0, run(cpu, future -> future.closeHandle(file)));
        } finally {
            Files.delete(path);
        }
        assertTrue(cpu.close(5_000_000_000L).isClean());
    }

    @Test
    void theEndWaitsForWhatIsWithTheDevice() {
        Cpu cpu = cpu(PolledFiles.HYBRID);
        long file = open(cpu, folder.resolve("end"), Operation.OPEN_DIRECT);
        Assumptions.assumeTrue(file >= 0, "this file system has no direct access");
        Buffer buffer = buffer(cpu);
        buffer.writerIndex(BLOCK);
        cpu.newFuture().write(file, buffer, 0);
        assertEquals(0, cpu.backend().closeAndCountLeaked());
        cpu.backend().sockets().close(file);
    }
}

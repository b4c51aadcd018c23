package dev.gatun.benchmarks.subjects;

import dev.gatun.Buffer;
import dev.gatun.BufferPoolConfig;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Reads blocks of 4 KiB at random, past the page cache, so many in flight; the twin of {@code file_liburing.c}. Each
 * block has its number at its beginning, which is compared.
 *
 * <p>Arguments: {@code backend=io_uring cpu=0 file=PATH depth=32 direct=1}.
 */
public final class GatunFile {
    private static final int BLOCK = 4096;

    private final Cpu cpu;
    private final long file;
    private final long blocks;
    private final Reader[] readers;
    private long random = 88172645463325252L;
    private long endsAt;
    private long reads;
    private int inFlight;

    /** One of those in flight: its buffer is read into again and again. */
    private final class Reader {
        private final IoFuture read = cpu.newFuture().onComplete(this::onRead);
        private final Buffer buffer = bufferOf(cpu);
        private long wanted;

        void start() {
            wanted = (nextRandom() >>> 1) % blocks;
            read.read(file, buffer.clear(), wanted * BLOCK);
        }

        private void onRead(IoFuture future) {
            if (future.result() != BLOCK || buffer.getLong(0) != wanted) {
                throw new IllegalStateException(
                        "block " + wanted + " was asked for: result " + future.result() + ", of " + future);
            }
            reads++;
            if (cpu.nowNanos() < endsAt) {
                start();
            } else {
                inFlight--;
            }
        }
    }

    private GatunFile(Cpu cpu, Path path, boolean direct, int depth) throws IOException {
        this.cpu = cpu;
        blocks = Files.size(path) / BLOCK;
        file = open(path, direct);
        readers = new Reader[depth];
        for (int i = 0; i < depth; i++) {
            readers[i] = new Reader();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        CpuConfig config =
                CpuConfig.DEFAULT.withBuffers(BufferPoolConfig.defaults().withClasses(BLOCK, BLOCK, 1 << 20));
        Cpu cpu = PinnedCpu.open(given, config);
        GatunFile file = new GatunFile(
                cpu, Path.of(given.text("file", "")), given.number("direct", 1) == 1, given.number("depth", 32));
        Orders orders = new Orders();
        orders.sayReady();
        EnterCount enters = new EnterCount(cpu);
        Allocations allocations = new Allocations(Thread.currentThread());
        for (long millis = orders.nextRoundMillis(); millis >= 0; millis = orders.nextRoundMillis()) {
            enters.mark();
            long allocatedBefore = allocations.bytes();
            long nanos = file.round(TimeUnit.MILLISECONDS.toNanos(millis));
            long allocated = allocations.since(allocatedBefore);
            String counted = enters.since("enters") + enters.since("all-enters");
            orders.answer(
                    "operations=%d all=%d nanos=%d allocated=%d%s", file.reads, file.reads, nanos, allocated, counted);
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private long open(Path path, boolean direct) {
        Buffer name = bufferOf(cpu);
        byte[] utf8 = path.toString().getBytes(StandardCharsets.UTF_8);
        name.writeBytes(utf8, 0, utf8.length);
        IoFuture open = cpu.newFuture();
        open.open(name, Operation.OPEN_READ | (direct ? Operation.OPEN_DIRECT : 0), 0);
        while (open.isArmed()) {
            cpu.tickOrPark();
        }
        name.free();
        if (open.failed()) {
            throw new IllegalStateException(
                    path + ": " + IoError.of(open.result()).meaning());
        }
        return cpu.adopt(open.result());
    }

    private static Buffer bufferOf(Cpu cpu) {
        Buffer buffer = cpu.buffers().allocate(BLOCK);
        if (buffer == null) {
            throw new IllegalStateException("the pool has no buffer");
        }
        return buffer;
    }

    /** Nanoseconds, until the last has come. */
    private long round(long nanos) {
        cpu.tick(); // so that the loop's time is now
        long start = cpu.nowNanos();
        endsAt = start + nanos;
        reads = 0;
        inFlight = readers.length;
        for (Reader reader : readers) {
            reader.start();
        }
        while (inFlight > 0) {
            cpu.tickOrPark();
        }
        return System.nanoTime() - start;
    }

    /** xorshift: the same sequence as in the twin. */
    private long nextRandom() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }
}

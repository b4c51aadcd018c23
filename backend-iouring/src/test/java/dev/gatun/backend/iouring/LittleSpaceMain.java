package dev.gatun.backend.iouring;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.spi.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that writes to its first argument until it can't, allocates more than there is, and tells. */
public final class LittleSpaceMain {
    private static final int BYTES = 1 << 16;
    private static final long MUCH = 1 << 20;

    private final Cpu cpu = Cpu.standalone(new IoUringProvider(), CpuConfig.DEFAULT);
    private final IoFuture future = cpu.newFuture();

    private LittleSpaceMain() {}

    public static void main(String[] arguments) {
        new LittleSpaceMain().fill(arguments[0]);
    }

    private void fill(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        Buffer buffer = Objects.requireNonNull(cpu.buffers().allocate(BYTES));
        buffer.writeBytes(path, 0, path.length);
        int flags = Operation.OPEN_WRITE | Operation.OPEN_CREATE;
        int file = run(f -> f.open(buffer, flags, 0600));
        long written = 0;
        int result;
        do {
            long offset = written;
            buffer.clear().writerIndex(BYTES);
            result = run(f -> f.write(file, buffer, offset));
            written += Math.max(result, 0);
        } while (result > 0);
        System.out.println("write: " + written + " bytes, then " + last());
        long end = written;
        run(f -> f.allocate(file, end, MUCH, 0));
        System.out.println("allocate: " + last());
        run(f -> f.truncate(file, 0));
        run(f -> f.allocate(file, 0, BYTES, 0));
        System.out.println("allocate after a cut: " + last());
        run(f -> f.closeHandle(file));
        buffer.free();
        if (!cpu.close(TimeUnit.SECONDS.toNanos(5)).isClean()) {
            throw new IllegalStateException("something is left");
        }
    }

    private int run(Consumer<IoFuture> verb) {
        verb.accept(future);
        while (future.isArmed()) {
            cpu.tickOrPark();
        }
        return future.result();
    }

    /** "NO_SPACE (28)", with the system's number. */
    private String last() {
        try {
            return future.resultOrThrow() + " (0)";
        } catch (IoException e) {
            return e.error() + " (" + e.nativeNumber() + ")";
        }
    }
}

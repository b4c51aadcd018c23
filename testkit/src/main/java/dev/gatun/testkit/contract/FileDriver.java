package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.FileException;
import dev.gatun.file.OpenOptions;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/** Drives files for a test: opens them, waits for what is told, and knows what belongs at each place. */
public final class FileDriver {
    private final Driver driver;
    private final List<AsyncFile> files = new ArrayList<>();

    /** What an operation was told, and how often. */
    static final class Told {
        int times;
        long result;

        @Nullable
        FileException failure;

        void tell(AsyncFile file, long result) {
            times++;
            this.result = result;
            failure = result < 0 ? file.failure() : null;
        }

        void tell(AsyncFile file, Object ignored, int result) {
            tell(file, result);
        }

        boolean isTold() {
            return times > 0;
        }

        IoError error() {
            return IoError.of((int) result);
        }

        String message() {
            return String.valueOf(Objects.requireNonNull(failure).getMessage());
        }
    }

    /** What opening brought. */
    static final class Opened {
        int times;

        @Nullable
        AsyncFile file;

        @Nullable
        FileException failure;

        void tell(@Nullable AsyncFile opened, @Nullable FileException refused) {
            times++;
            file = opened;
            failure = refused;
        }
    }

    FileDriver(Driver driver) {
        this.driver = driver;
    }

    public Driver driver() {
        return driver;
    }

    Cpu cpu() {
        return driver.cpu();
    }

    void until(BooleanSupplier condition, String what) {
        driver.turnUntil(condition, () -> what);
    }

    /** Waits until it was told, and checks that it was once. */
    long await(Told told) {
        until(told::isTold, "an operation's end");
        Assertions.assertEquals(1, told.times);
        return told.result;
    }

    long awaitWell(Told told) {
        long result = await(told);
        Assertions.assertTrue(result >= 0, () -> "it failed: " + told.error() + ", " + told.message());
        return result;
    }

    String path(String name) {
        return driver.ground().path(name);
    }

    Opened tryOpen(String path, OpenOptions options) {
        Opened opened = new Opened();
        AsyncFile.open(cpu(), path, options, opened::tell);
        Assertions.assertEquals(0, opened.times, "told from within the call");
        until(() -> opened.times > 0, "opening " + path);
        Assertions.assertEquals(1, opened.times);
        AsyncFile file = opened.file;
        if (file != null) {
            files.add(file);
        }
        return opened;
    }

    AsyncFile open(String name, OpenOptions options) {
        Opened opened = tryOpen(path(name), options);
        Assertions.assertNull(opened.failure);
        return Objects.requireNonNull(opened.file);
    }

    AsyncFile create(String name) {
        return open(name, OpenOptions.readWrite().create());
    }

    /** A file of so many bytes, each what {@link #at} says. */
    AsyncFile filled(String name, long bytes, long seed) {
        AsyncFile file = create(name);
        for (long offset = 0; offset < bytes; offset += 1 << 16) {
            int length = (int) Math.min(1 << 16, bytes - offset);
            write(file, offset, length, seed);
        }
        return file;
    }

    void write(AsyncFile file, long offset, int length, long seed) {
        Buffer buffer = driver.buffer(length);
        fill(buffer, offset, length, seed);
        Told told = new Told();
        file.writeFully(buffer, offset, told::tell);
        Assertions.assertEquals(length, awaitWell(told));
        Assertions.assertEquals(0, buffer.readable());
        buffer.free();
    }

    void close(AsyncFile file) {
        Told told = new Told();
        file.close(told::tell);
        Assertions.assertEquals(0, await(told));
        files.remove(file);
    }

    /** Content by place: each byte tells where it stands, and in what. */
    static byte at(long offset, long seed) {
        long mixed = (offset + seed * 0x9E37_79B9L) * 0xBF58_476D_1CE4_E5B9L;
        return (byte) (mixed >>> 56);
    }

    /** Behind the writer index. */
    static void fill(Buffer buffer, long offset, int length, long seed) {
        for (int i = 0; i < length; i++) {
            buffer.writeByte(at(offset + i, seed));
        }
    }

    /** The readable bytes are those of that place. */
    static void check(Buffer buffer, long offset, long seed) {
        for (int i = 0; i < buffer.readable(); i++) {
            byte read = buffer.getByte(buffer.readerIndex() + i);
            if (read != at(offset + i, seed)) {
                throw new AssertionError(
                        "byte " + (offset + i) + " is " + read + ", not " + at(offset + i, seed) + "; seed " + seed);
            }
        }
    }

    static long checksum(Buffer buffer) {
        CRC32C sum = new CRC32C();
        for (int i = buffer.readerIndex(); i < buffer.writerIndex(); i++) {
            sum.update(buffer.getByte(i));
        }
        return sum.getValue();
    }

    /** What the test has left open is closed. */
    void closeAll() {
        files.stream().filter(AsyncFile::isOpen).toList().forEach(this::close);
    }
}

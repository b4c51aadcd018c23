package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.SequentialWriter;
import dev.gatun.file.Written;
import dev.gatun.spi.IoError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What only a real kernel does to files: devices that are full, memory that can't be read. */
public abstract class RealFilesContract extends FilesContract implements WatchContract {
    protected RealFilesContract() {}

    private AsyncFile openDevice(String path, OpenOptions options) {
        Assumptions.assumeTrue(Files.exists(Path.of(path)), () -> "there is no " + path);
        FileDriver.Opened opened = files().tryOpen(path, options);
        Assumptions.assumeTrue(opened.failure == null, () -> String.valueOf(opened.failure));
        return Objects.requireNonNull(opened.file);
    }

    @Test
    final void aFullDeviceIsToldWithItsName() {
        AsyncFile file = openDevice("/dev/full", OpenOptions.write());
        Buffer buffer = files().driver().buffer(100);
        FileDriver.fill(buffer, 0, 100, 1);
        FileDriver.Told told = new FileDriver.Told();
        file.writeFully(buffer, 0, told::tell);
        assertEquals(IoError.NO_SPACE.result(), files().await(told));
        assertTrue(told.message().startsWith("/dev/full: WRITE"), told.message());
        assertEquals(100, buffer.readable(), "nothing was written");
        buffer.free();
    }

    @Test
    final void aWriterOnAFullDeviceFailsOnce() {
        AsyncFile file = openDevice("/dev/full", OpenOptions.write());
        SequentialWriter writer = new SequentialWriter(file, 0);
        List<Integer> failures = new ArrayList<>();
        writer.onFailure((_, error) -> failures.add(error));
        for (int i = 0; i < 100; i++) {
            Buffer buffer = files().driver().buffer(100);
            FileDriver.fill(buffer, 0, 100, 1);
            assertEquals(Written.ACCEPTED, writer.write(buffer));
        }
        List<Integer> told = new ArrayList<>();
        writer.sync((_, error) -> told.add(error));
        files().until(() -> !told.isEmpty(), "a failure");
        assertEquals(List.of(IoError.NO_SPACE.result()), failures);
        assertEquals(failures, told);
    }

    /** The first page of a process is mapped by nobody: reading it through /proc is EIO. */
    @Test
    final void whatCantBeReadIsAnErrorOfTheDevice() {
        AsyncFile file = openDevice("/proc/self/mem", OpenOptions.read());
        Buffer buffer = files().driver().buffer(100);
        FileDriver.Told told = new FileDriver.Told();
        file.readFully(buffer, 0, told::tell);
        assertEquals(IoError.IO.result(), files().await(told));
        assertTrue(told.message().startsWith("/proc/self/mem: READ"), told.message());
        buffer.free();
    }
}

package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.SequentialWriter;
import dev.gatun.file.Written;
import dev.gatun.spi.IoError;
import dev.gatun.testkit.Fault;
import dev.gatun.testkit.Faults;
import dev.gatun.testkit.Limit;
import dev.gatun.testkit.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Disks that are full, devices that fail, calls that are interrupted: told once each, and nothing is left. */
class SimulatedFileTroubleTest {
    private static FileDriver on(long seed, Faults faults, Limits limits) {
        return new FileDriver(new Driver(new SimulatedGround(seed, faults, limits)));
    }

    private static void close(FileDriver files) throws IOException {
        files.closeAll();
        files.driver().close();
    }

    @Test
    void aFullDiskIsToldWhenItHasWhatItCouldTake() throws IOException {
        FileDriver files = on(1, Faults.none(), Limits.usual().with(Limit.DISK_BYTES, 64 << 10));
        AsyncFile file = files.create("full");
        Buffer buffer = files.driver().buffer(100_000);
        FileDriver.fill(buffer, 0, 100_000, 5);
        FileDriver.Told told = new FileDriver.Told();
        file.writeFully(buffer, 0, told::tell);
        assertEquals(IoError.NO_SPACE.result(), files.await(told));
        assertEquals(100_000 - (64 << 10), buffer.readable(), "the rest is where the reader index is");
        buffer.free();
        SequentialWriter writer = new SequentialWriter(file, 64 << 10, 2);
        List<Integer> failures = new ArrayList<>();
        writer.onFailure((_, error) -> failures.add(error));
        Buffer more = files.driver().buffer(10);
        FileDriver.fill(more, 0, 10, 5);
        assertEquals(Written.ACCEPTED, writer.write(more));
        files.until(() -> !failures.isEmpty(), "the failure");
        assertEquals(List.of(IoError.NO_SPACE.result()), failures);
        files.until(() -> file.inFlight() == 0, "its end");
        assertEquals(64 << 10, writer.written(), "what failed was told to be written");
        close(files);
    }

    @Test
    void wholeRangesGoOnAfterInterruptionsAndOtherErrorsAreTold() throws IOException {
        long first = Long.getLong("gatun.seed", 1);
        int failed = 0;
        for (long seed = first; seed < first + 30; seed++) {
            Faults faults = Faults.none()
                    .with(Fault.INTERRUPTED, 0.3)
                    .with(Fault.SHORT_WRITE, 0.5)
                    .with(Fault.SHORT_READ, 0.5)
                    .with(Fault.IO, 0.01);
            FileDriver files = on(seed, faults, Limits.usual());
            FileDriver.Opened opened =
                    files.tryOpen(files.path("broken"), OpenOptions.readWrite().create());
            if (opened.file != null) {
                failed += writeAndRead(files, opened.file, seed) ? 0 : 1;
            }
            close(files);
        }
        assertTrue(failed > 0 && failed < 30, failed + " of 30 runs met a device that fails; seed " + first);
    }

    private static boolean writeAndRead(FileDriver files, AsyncFile file, long seed) {
        Buffer buffer = files.driver().buffer(50_000);
        FileDriver.fill(buffer, 0, 50_000, seed);
        FileDriver.Told written = new FileDriver.Told();
        file.writeFully(buffer, 0, written::tell);
        long wrote = files.await(written);
        FileDriver.Told read = new FileDriver.Told();
        if (wrote == 50_000) {
            buffer.clear();
            file.readFully(buffer, 0, read::tell);
            long came = files.await(read);
            FileDriver.check(buffer, 0, seed);
            wrote = came < 0 ? came : wrote;
        }
        buffer.free();
        assertTrue(
                wrote == 50_000 || wrote == 65_536 || wrote == IoError.IO.result(), "told " + wrote + "; seed " + seed);
        return wrote > 0;
    }

    /** A journal on a very bad day: what was synced is there, and the first error is the last word. */
    @Test
    void aWriterNeverSaysOfMoreThanIsThereThatItIs() throws IOException {
        long first = Long.getLong("gatun.seed", 1);
        int failed = 0;
        for (long seed = first; seed < first + 40; seed++) {
            Random random = new Random(seed);
            FileDriver files = on(seed, Faults.harsh().with(Fault.NO_MEMORY, 0), Limits.usual());
            FileDriver.Opened opened =
                    files.tryOpen(files.path("journal"), OpenOptions.readWrite().create());
            if (opened.file == null) {
                close(files);
                continue;
            }
            Journal journal = new Journal(files, opened.file);
            journal.run(random);
            failed += journal.failures;
            close(files);
        }
        assertTrue(failed > 0 && failed < 40, failed + " of 40 journals failed; seed " + first);
    }

    /** Appends records, and remembers what it was told is on the disk. */
    private static final class Journal {
        final FileDriver files;
        final AsyncFile file;
        final SequentialWriter writer;
        int failures;
        int asked;
        int told;
        long synced;

        Journal(FileDriver files, AsyncFile file) {
            this.files = files;
            this.file = file;
            writer = new SequentialWriter(file, 0, 4).onFailure((_, _) -> failures++);
        }

        void run(Random random) {
            for (int i = 0; i < 60; i++) {
                Buffer buffer = files.driver().buffer(4096);
                FileDriver.fill(buffer, writer.position(), 1 + random.nextInt(4000), 5);
                Written written = writer.write(buffer);
                if (written == Written.CLOSED) {
                    break;
                }
                assertEquals(Written.ACCEPTED, written);
                if (random.nextInt(4) == 0) {
                    sync();
                }
                if (random.nextInt(3) == 0) {
                    files.driver().turn();
                }
            }
            sync();
            files.until(() -> told == asked, "every sync's end");
            assertTrue(failures <= 1, failures + " failures told");
            check();
        }

        private void sync() {
            long position = writer.position();
            asked++;
            writer.sync((_, result) -> {
                told++;
                assertEquals(failures > 0, result < 0);
                synced = result == 0 ? Math.max(synced, position) : synced;
            });
        }

        /** Reading fails too, now and then: it is asked again. */
        private void check() {
            long at = 0;
            while (at < synced) {
                Buffer buffer = files.driver().buffer((int) Math.min(1 << 16, synced - at));
                FileDriver.Told read = new FileDriver.Told();
                file.readFully(buffer, at, read::tell);
                files.await(read);
                buffer.writerIndex((int) Math.min(buffer.readable(), synced - at)); // behind it anything may be
                FileDriver.check(buffer, at, 5);
                at += buffer.readable();
                buffer.free();
            }
        }
    }
}

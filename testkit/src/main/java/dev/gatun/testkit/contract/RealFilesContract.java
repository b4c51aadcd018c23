package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.DirectoryChange;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.SequentialWriter;
import dev.gatun.file.Written;
import dev.gatun.spi.DirectoryChanges.Ability;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** On a disk of its own, of 256 KiB: a namespace of mounts, and a process in it. */
    @Test
    final void aSmallDiskThatIsFullHasWhatWasToldToBeWritten(@TempDir Path mount)
            throws IOException, InterruptedException {
        String script = "mount -t tmpfs -o size=256k none \"$0\" && exec \"$@\"";
        List<String> wrapper =
                List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, mount.toString());
        List<String> trial = new ArrayList<>(wrapper);
        trial.add("true");
        Assumptions.assumeTrue(ChildJvm.works(trial.toArray(String[]::new)), "unshare and mount, and the right to");
        String provider = files().driver().ground().provider().getClass().getName();
        ChildJvm.Answer answer = ChildJvm.run(
                wrapper,
                List.of(),
                SmallDiskMain.class,
                provider,
                mount.resolve("full").toString());
        assertEquals(0, answer.exit(), answer::toString);
        assertEquals("262144 bytes, all there, NO_SPACE", answer.value("whole"));
        assertTrue(answer.value("remedy").contains("free some, and write the rest"), answer::toString);
        assertEquals("262144 bytes, all there, NO_SPACE told 1 times", answer.value("behind"));
        assertEquals("262144 bytes, all there, NO_SPACE told 1 times", answer.value("received"));
        assertEquals("RESET", answer.value("sender"));
    }

    /** Written past the page cache, the file is in it only where it was read since. */
    @Test
    final void whatIsNotInThePageCacheIsNotSentBeforeItIsRead() {
        Driver driver = files().driver();
        Assumptions.assumeTrue(driver.cpu().capabilities().supports(OperationKind.SEND_FILE), "no SEND_FILE here");
        int bytes = 4 << 20;
        FileDriver.Opened past = files().tryOpen(
                        files().path("past"), OpenOptions.readWrite().create().direct());
        Assumptions.assumeTrue(past.file != null, "no direct access here");
        AsyncFile direct = Objects.requireNonNull(past.file);
        for (long offset = 0; offset < bytes; offset += 1 << 16) {
            files().write(direct, offset, 1 << 16, 5);
        }
        files().close(direct);
        AsyncFile file = files().open("past", OpenOptions.readWrite());
        Driver.Pair raw = driver.pair();
        assertEquals(0, driver.run(f -> f.sendFile(raw.left(), file.handle(), 1 << 20, 1 << 16)));
        for (long offset = 1 << 20; offset <= 2 << 20; offset += 1 << 20) {
            Buffer buffer = driver.buffer(4096);
            FileDriver.Told read = new FileDriver.Told();
            file.readFully(buffer, offset, read::tell);
            assertEquals(buffer.capacity(), files().awaitWell(read));
            buffer.free();
        }
        assertTrue(driver.runWell(f -> f.sendFile(raw.left(), file.handle(), 2 << 20, 4096)) > 0);
        int between = (1 << 20) + 4096; // both of its ends are there
        assertEquals(0, driver.run(f -> f.sendFile(raw.left(), file.handle(), 1 << 20, between)));
        NetDriver.Pair pair = new NetDriver(driver).pair();
        SendFileContract.Arriving arriving = new SendFileContract.Arriving().of(pair.client());
        arriving.expect(1, bytes - 1, 5);
        SendFileContract.Telling telling = new SendFileContract.Telling();
        pair.server().sendFile(file, 1, bytes - 1, telling::tell);
        files().until(() -> arriving.bytes == bytes - 1 && telling.times > 0, "all of it");
        assertEquals(bytes - 1, telling.bytes);
        pair.client().close();
        pair.server().close();
        driver.settle();
    }

    /** In one read: what is read of it in pieces ends after the first (proc_sys_read at an offset). */
    private static int queuedEventsMax() throws IOException {
        Path limit = Path.of("/proc/sys/fs/inotify/max_queued_events");
        Assumptions.assumeTrue(Files.exists(limit), "no inotify");
        try (InputStream file = Files.newInputStream(limit)) {
            return Integer.parseInt(new String(file.readNBytes(32), StandardCharsets.US_ASCII).strip());
        }
    }

    /** More than the queue holds while nobody looks; then it goes on. */
    @Test
    final void tooManyChangesAreToldAsSuch() throws IOException {
        int most = queuedEventsMax();
        Assumptions.assumeTrue(most <= 100_000, () -> "a queue of " + most + " takes too long to fill");
        Watched watched = new Watched(files(), "overflow");
        Assumptions.assumeTrue(watched.has(Ability.EACH_STEP), "what came and went takes no room here");
        for (int i = 0; i < most / 3 + 100; i++) {
            watched.outsider().create(watched.path("f" + i));
            watched.outsider().delete(watched.path("f" + i)); // created, written, deleted
        }
        watched.untilSeen(Kind.OVERFLOW, "");
        assertEquals(most + 1, watched.seen.size());
        DirectoryChange overflow = watched.seen.getLast();
        assertEquals("", overflow.path());
        String remedy = overflow.remedy().orElseThrow();
        assertTrue(remedy.contains("fs.inotify.max_queued_events is " + most), remedy);
        assertTrue(remedy.startsWith("changes were lost: look through the directories again"), remedy);
        watched.create("after");
        watched.close();
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

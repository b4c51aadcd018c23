package dev.gatun.backend.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Timer;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.DirectoryChanges.Step;
import dev.gatun.spi.IoError;
import dev.gatun.testkit.contract.Driver;
import dev.gatun.testkit.contract.OnGround;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The entries of directories in each system's form, and what is not of the contract. */
class KqueueDirectoryChangesTest {
    @TempDir
    Path folder;

    private final Arena arena = Arena.ofConfined();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void closeArena() {
        arena.close();
    }

    private KqueueDirectoryChanges on(TestGround ground) {
        KqueueSystem system = ground.system();
        return new KqueueDirectoryChanges(system, system.calls(arena));
    }

    private void tell(int directory, Kind kind, int cookie, boolean isDirectory, byte[] name) {
        told.add(directory + " " + kind + " " + new String(name, StandardCharsets.UTF_8) + (isDirectory ? "/" : ""));
    }

    private int take(KqueueDirectoryChanges changes, long queue) {
        told.clear();
        return changes.take(queue, this::tell);
    }

    private static void close(TestGround ground, KqueueDirectoryChanges changes, long queue) {
        changes.end(queue);
        try (Arena own = Arena.ofConfined()) {
            ground.system().calls(own).waiting(BsdFunction.CLOSE, queue, 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesOfEachLengthAreReadAndComparedInEachSystemsForm(TestGround ground) throws IOException {
        KqueueDirectoryChanges changes = on(ground);
        long queue = changes.open();
        assertEquals(1, changes.add(queue, folder.toString()));
        assertEquals(1, changes.add(queue, folder.resolve(".").toString()), "the same, by another path");
        assertEquals(IoError.WOULD_BLOCK.result(), take(changes, queue));
        List<String> names = new ArrayList<>();
        for (int length = 1; length <= 255; length += 127) {
            Path path = Files.createFile(folder.resolve("n".repeat(length)));
            names.add("1 CREATED " + path.getFileName());
        }
        assertEquals(names.size(), take(changes, queue));
        assertEquals(names, told.stream().sorted().toList());
        Files.createDirectory(folder.resolve("d"));
        assertEquals(1, take(changes, queue));
        assertEquals(List.of("1 CREATED d/"), told);
        Files.move(folder.resolve("d"), folder.resolve("e"));
        Files.delete(folder.resolve("n"));
        take(changes, queue);
        assertEquals(
                List.of("1 DELETED n", "1 MOVED_FROM d/", "1 MOVED_TO e/"),
                told.stream().sorted().toList());
        close(ground, changes, queue);
        assertEquals(IoError.BAD_HANDLE.result(), take(changes, queue));
    }

    @ParameterizedTest
    @EnumSource
    void anInodeThatIsUsedAgainForAnotherFileIsNoMove(TestGround ground) throws IOException {
        KqueueDirectoryChanges changes = on(ground);
        long queue = changes.open();
        Path before = Files.createFile(folder.resolve("before"));
        Object inode = Files.getAttribute(before, "unix:ino");
        Path clock = folder.resolve("clock");
        do {
            Files.deleteIfExists(clock);
            Files.createFile(clock);
        } while (Files.getLastModifiedTime(clock).equals(Files.getLastModifiedTime(before)));
        changes.add(queue, folder.toString());
        Files.delete(before);
        Path after = Files.createFile(folder.resolve("after"));
        boolean isUsedAgain = inode.equals(Files.getAttribute(after, "unix:ino"));
        take(changes, queue);
        close(ground, changes, queue);
        Assumptions.assumeTrue(isUsedAgain, "this file system took another inode");
        assertEquals(List.of("1 DELETED before", "1 CREATED after"), told);
    }

    /** No descriptor is left behind, neither of directories nor of those that were refused. */
    @ParameterizedTest
    @EnumSource
    void descriptorsAreGivenBack(TestGround ground) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        KqueueDirectoryChanges changes = on(ground);
        long before = descriptors();
        for (int round = 0; round < 3; round++) {
            long queue = changes.open();
            int directory = changes.add(queue, folder.toString());
            changes.add(queue, folder.toString());
            assertEquals(IoError.NOT_DIRECTORY.result(), changes.add(queue, file.toString()));
            Files.createFile(folder.resolve("f" + round));
            assertEquals(1, take(changes, queue));
            if (round == 1) {
                assertEquals(0, changes.remove(queue, directory));
                assertEquals(IoError.NOT_FOUND.result(), changes.remove(queue, directory));
            }
            close(ground, changes, queue);
        }
        assertEquals(before, descriptors());
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> found = Files.list(Path.of("/proc/self/fd"))) {
            return found.count();
        }
    }

    /** What was known of it stays, so nothing is lost when it can be listed again. */
    @ParameterizedTest
    @EnumSource(names = "FREEBSD")
    void aDirectoryOfTooManyNamesIsRefusedAndOneThatGrowsSoIsTold(TestGround ground) throws IOException {
        KqueueSystem system = ground.system();
        KqueueDirectoryChanges changes = new KqueueDirectoryChanges(system, system.calls(arena), 4);
        long queue = changes.open();
        for (int i = 0; i < 4; i++) {
            Files.createFile(folder.resolve("f" + i));
        }
        assertEquals(1, changes.add(queue, folder.toString()));
        Files.createFile(folder.resolve("f4"));
        take(changes, queue);
        assertEquals(List.of("-1 OVERFLOW "), told);
        Files.createFile(folder.resolve("f5"));
        assertEquals(0, take(changes, queue), "told already");
        long other = changes.open();
        assertEquals(IoError.NO_SPACE.result(), changes.add(other, folder.toString()));
        String remedy = changes.remedy(Step.ADD, IoError.NO_SPACE);
        assertTrue(remedy.startsWith("the directory has more than 4 names"), remedy);
        Files.delete(folder.resolve("f0"));
        Files.delete(folder.resolve("f1"));
        take(changes, queue);
        assertEquals(
                List.of("1 CREATED f4", "1 CREATED f5", "1 DELETED f0", "1 DELETED f1"),
                told.stream().sorted().toList());
        close(ground, changes, other);
        close(ground, changes, queue);
    }

    /** Who looks at many names leaves the core to others for a while, in which a watch may be closed. */
    @Test
    void afterALookAtManyNamesComesAPause() throws IOException, FileException {
        for (int i = 0; i < 300; i++) {
            Files.createFile(folder.resolve("f" + i));
        }
        KqueueDirectoryChanges changes = on(TestGround.FREEBSD);
        long queue = changes.open();
        changes.add(queue, folder.toString());
        assertEquals(0, changes.pauseNanos(queue));
        Files.delete(folder.resolve("f0"));
        take(changes, queue);
        assertEquals(299 * 10_000, changes.pauseNanos(queue));
        take(changes, queue);
        assertEquals(0, changes.pauseNanos(queue), "nothing was looked at");
        close(TestGround.FREEBSD, changes, queue);
        Driver driver = OnGround.driver(new RealGround(new TestProvider()));
        List<String> seen = new ArrayList<>();
        long before = descriptors();
        DirectoryWatch watch = DirectoryWatch.open(driver.cpu(), (_, change) -> seen.add(change.name()));
        watch.add(folder.toString());
        Files.delete(folder.resolve("f1"));
        driver.turnUntil(() -> seen.size() == 1, () -> "the first change");
        Files.delete(folder.resolve("f2"));
        driver.turnUntil(() -> seen.size() == 2, () -> "the second, after the pause");
        watch.close();
        assertEquals(before, descriptors());
        boolean[] isLater = {false};
        driver.cpu().schedule(new Timer(_ -> isLater[0] = true), 2 * 300 * 10_000);
        driver.turnUntil(() -> isLater[0], () -> "the pause's end");
        assertEquals(List.of("f1", "f2"), seen);
        OnGround.close(driver);
    }
}

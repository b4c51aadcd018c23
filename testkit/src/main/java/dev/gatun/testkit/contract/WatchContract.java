package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.UnsupportedHereException;
import dev.gatun.file.DirectoryChange;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.IoError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What changes in directories, made by this machine's own tools. */
interface WatchContract {
    FileDriver files();

    private Path folder(String name) {
        try {
            return Files.createDirectory(Path.of(files().path(name)));
        } catch (IOException e) {
            return Assertions.fail(e);
        }
    }

    private DirectoryWatch watching(List<DirectoryChange> seen, Path... folders) {
        try {
            DirectoryWatch watch = DirectoryWatch.open(files().cpu(), (_, change) -> seen.add(change));
            for (Path folder : folders) {
                watch.add(folder.toString());
            }
            return watch;
        } catch (FileException e) {
            return Assertions.fail(e);
        } catch (UnsupportedHereException e) {
            Assumptions.abort(e.getMessage());
            throw e;
        }
    }

    private void shell(String script, Path folder) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", script)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertEquals(0, shell.waitFor(), script);
        } catch (IOException e) {
            Assumptions.abort("no shell: " + e);
        } catch (InterruptedException e) {
            Assertions.fail(e);
        }
    }

    private void untilSeen(List<DirectoryChange> seen, Kind kind, String name) {
        files().until(
                        () -> seen.stream()
                                .anyMatch(c -> c.kind() == kind && c.name().equals(name)),
                        kind + " of " + name);
    }

    private static List<Kind> kindsOf(List<DirectoryChange> seen, String name) {
        return seen.stream()
                .filter(change -> change.name().equals(name))
                .map(DirectoryChange::kind)
                .toList();
    }

    @Test
    default void touchedMovedAndRemovedIsToldInOrder() {
        Path folder = folder("watched");
        List<DirectoryChange> seen = new ArrayList<>();
        DirectoryWatch watch = watching(seen, folder);
        shell("touch a && echo text > a && mv a b && mkdir d && rm b && rmdir d", folder);
        untilSeen(seen, Kind.DELETED, "d");
        assertEquals(
                List.of(Kind.CREATED, Kind.WRITTEN, Kind.MODIFIED, Kind.WRITTEN, Kind.MOVED_FROM), kindsOf(seen, "a"));
        assertEquals(List.of(Kind.MOVED_TO, Kind.DELETED), kindsOf(seen, "b"));
        assertEquals(List.of(Kind.CREATED, Kind.DELETED), kindsOf(seen, "d"));
        DirectoryChange moved =
                seen.stream().filter(c -> c.kind() == Kind.MOVED_TO).findFirst().orElseThrow();
        DirectoryChange from = seen.stream()
                .filter(c -> c.kind() == Kind.MOVED_FROM)
                .findFirst()
                .orElseThrow();
        assertEquals(folder.resolve("a").toString(), moved.movedFrom().orElseThrow());
        assertEquals(folder.resolve("b").toString(), moved.path());
        assertEquals(from.cookie(), moved.cookie());
        assertTrue(seen.stream().filter(c -> c.name().equals("d")).allMatch(DirectoryChange::isDirectory));
        watch.close();
    }

    @Test
    default void severalDirectoriesShareAWatchAndMovesBetweenThemArePaired() {
        Path one = folder("one");
        Path two = folder("two");
        List<DirectoryChange> seen = new ArrayList<>();
        DirectoryWatch watch = watching(seen, one, two, one);
        assertEquals(2, watch.directories());
        shell("touch x && mv x ../two/y && mv ../two/y ../gone", one);
        untilSeen(seen, Kind.MOVED_FROM, "y");
        DirectoryChange moved =
                seen.stream().filter(c -> c.kind() == Kind.MOVED_TO).findFirst().orElseThrow();
        assertEquals(one.resolve("x").toString(), moved.movedFrom().orElseThrow());
        assertTrue(watch.remove(one.toString()));
        assertFalse(watch.remove("/elsewhere"));
        shell("touch unseen ../two/seen", one);
        untilSeen(seen, Kind.CREATED, "seen");
        assertEquals(List.of(), kindsOf(seen, "unseen"));
        assertEquals(1, watch.directories());
        shell("mv ../gone back", two);
        untilSeen(seen, Kind.MOVED_TO, "back");
        assertTrue(seen.getLast().movedFrom().isEmpty(), "it came from where nobody watches");
        watch.close();
    }

    @Test
    default void aDirectoryThatIsGoneIsToldAndWatchedNoMore() {
        Path folder = folder("leaving");
        List<DirectoryChange> seen = new ArrayList<>();
        DirectoryWatch watch = watching(seen, folder);
        shell("mv leaving left && rmdir left", Path.of(files().path("")).normalize());
        untilSeen(seen, Kind.DIRECTORY_GONE, "");
        assertEquals(List.of(Kind.DIRECTORY_MOVED, Kind.DIRECTORY_GONE), kindsOf(seen, ""));
        files().until(() -> watch.directories() == 0, "the end of it");
        assertEquals(folder.toString(), seen.getLast().path());
        watch.close();
    }

    @Test
    default void namesAreBytesAndAreKeptAsTheyAre() {
        Path folder = folder("names");
        List<DirectoryChange> seen = new ArrayList<>();
        DirectoryWatch watch = watching(seen, folder);
        shell("touch 'Grüße ☂' && touch \"$(printf 'bad\\377name')\" && rm bad*", folder);
        untilSeen(seen, Kind.CREATED, "Grüße ☂");
        untilSeen(seen, Kind.CREATED, "bad\\xffname");
        DirectoryChange bad = seen.stream()
                .filter(c -> c.name().startsWith("bad"))
                .findFirst()
                .orElseThrow();
        assertEquals((byte) 0xff, bad.nameBytes()[3]);
        assertEquals(8, bad.nameBytes().length);
        watch.close();
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
    default void tooManyChangesAreToldAsSuch() throws IOException {
        int most = queuedEventsMax();
        Assumptions.assumeTrue(most <= 100_000, () -> "a queue of " + most + " takes too long to fill");
        Path folder = folder("overflow");
        List<DirectoryChange> seen = new ArrayList<>();
        DirectoryWatch watch = watching(seen, folder);
        for (int i = 0; i < most / 3 + 100; i++) {
            Files.delete(Files.createFile(folder.resolve("f" + i))); // created, written, deleted
        }
        files().driver()
                .turnUntil(
                        () -> seen.stream().anyMatch(c -> c.kind() == Kind.OVERFLOW),
                        () -> "an overflow, but " + seen.size() + " changes");
        assertEquals(most + 1, seen.size());
        DirectoryChange overflow = seen.getLast();
        assertEquals("", overflow.path());
        String remedy = overflow.remedy().orElseThrow();
        assertTrue(remedy.contains("fs.inotify.max_queued_events is " + most), remedy);
        assertTrue(remedy.startsWith("changes were lost: look through the directories again"), remedy);
        shell("touch after", folder);
        untilSeen(seen, Kind.CREATED, "after");
        watch.close();
    }

    @Test
    default void whatCantBeWatchedIsRefusedWithItsPath() throws IOException {
        Path folder = folder("refused");
        DirectoryWatch watch = watching(new ArrayList<>());
        Path file = Files.createFile(folder.resolve("file"));
        FileException noDirectory = assertThrows(FileException.class, () -> watch.add(file.toString()));
        assertEquals(IoError.NOT_DIRECTORY, noDirectory.error());
        assertEquals("watch " + file + ": NOT_DIRECTORY, it is not a directory", noDirectory.getMessage());
        FileException absent = assertThrows(
                FileException.class, () -> watch.add(folder.resolve("absent").toString()));
        assertEquals(IoError.NOT_FOUND, absent.error());
        assertEquals(folder.resolve("absent").toString(), absent.path());
        assertThrows(IllegalArgumentException.class, () -> watch.add(""));
        watch.close();
        watch.close();
        assertThrows(IllegalStateException.class, () -> watch.add(folder.toString()));
    }

    @Test
    default void aCallbackMayCloseTheWatch() {
        Path folder = folder("closing");
        int[] told = {0};
        try {
            DirectoryWatch watch = DirectoryWatch.open(files().cpu(), (w, _) -> {
                told[0]++;
                w.close();
            });
            watch.add(folder.toString());
        } catch (UnsupportedHereException e) {
            Assumptions.abort(e.getMessage());
        } catch (FileException e) {
            Assertions.fail(e);
        }
        shell("touch a b c", folder);
        files().until(() -> told[0] > 0, "a change");
        files().driver().settle();
        assertEquals(1, told[0]);
    }

    @Test
    default void aWatchThatIsLeftOpenEndsWithItsCpu() {
        List<DirectoryChange> seen = new ArrayList<>();
        DirectoryWatch watch = watching(seen, folder("left"));
        files().driver().settle();
        assertTrue(files().driver().closeCpu().isClean());
        assertFalse(watch.isOpen());
    }
}

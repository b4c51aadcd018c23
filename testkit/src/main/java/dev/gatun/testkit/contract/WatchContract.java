package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.file.AsyncFile;
import dev.gatun.file.DirectoryChange;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import dev.gatun.spi.DirectoryChanges.Ability;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What changes in directories, made by somebody else; what a system does not tell it says by its abilities. */
public interface WatchContract {
    FileDriver files();

    /** Where names are text, those that are none look otherwise. */
    default boolean hasNamesOfBytes() {
        return true;
    }

    private Outsider outsider() {
        return files().driver().ground().outsider();
    }

    private Watched watching(String... names) throws FileException {
        return new Watched(files(), names);
    }

    @Test
    default void eachStepIsToldInOrder() throws FileException {
        Watched watched = watching("watched");
        watched.create("a");
        watched.outsider().append(watched.path("a"), "text");
        if (watched.has(Ability.CONTENT)) {
            watched.untilSeen(Kind.MODIFIED, "a");
        }
        if (watched.has(Ability.WRITERS)) {
            files().until(() -> watched.count(Kind.WRITTEN, "a") == 2, "two writers of a");
        }
        watched.outsider().move(watched.path("a"), watched.path("b"));
        DirectoryChange moved = watched.untilSeen(Kind.MOVED_TO, "b");
        watched.outsider().makeDirectory(watched.path("d"));
        assertTrue(watched.untilSeen(Kind.CREATED, "d").isDirectory());
        watched.outsider().delete(watched.path("b"));
        assertFalse(watched.untilSeen(Kind.DELETED, "b").isDirectory());
        watched.outsider().delete(watched.path("d"));
        DirectoryChange deleted = watched.untilSeen(Kind.DELETED, "d");
        assertEquals(watched.has(Ability.NATURE_OF_GONE), deleted.isDirectory());
        assertEquals(
                watched.told(Kind.CREATED, Kind.WRITTEN, Kind.MODIFIED, Kind.WRITTEN, Kind.MOVED_FROM),
                watched.kindsOf("a"));
        assertEquals(List.of(Kind.MOVED_TO, Kind.DELETED), watched.kindsOf("b"));
        assertEquals(List.of(Kind.CREATED, Kind.DELETED), watched.kindsOf("d"));
        DirectoryChange from = watched.untilSeen(Kind.MOVED_FROM, "a");
        assertEquals(watched.path("a"), moved.movedFrom().orElseThrow());
        assertEquals(watched.path("b"), moved.path());
        assertEquals(from.cookie(), moved.cookie());
        watched.close();
    }

    /** Nobody looks before all of it has happened. */
    @Test
    default void whatCameAndWentIsToldWhereEachStepIs() throws FileException {
        Watched watched = watching("rush");
        watched.outsider().create(watched.path("brief"));
        watched.outsider().delete(watched.path("brief"));
        watched.outsider().create(watched.path("stays"));
        watched.untilSeen(Kind.CREATED, "stays");
        List<Kind> brief =
                watched.has(Ability.EACH_STEP) ? watched.told(Kind.CREATED, Kind.WRITTEN, Kind.DELETED) : List.of();
        assertEquals(brief, watched.kindsOf("brief"));
        watched.close();
    }

    @Test
    default void whatThisCpuWritesItselfIsToldAsWell() throws FileException {
        Watched watched = watching("own");
        AsyncFile file = files().create("own/file");
        files().write(file, 0, 100, 1);
        if (watched.has(Ability.CONTENT)) {
            watched.untilSeen(Kind.MODIFIED, "file");
        }
        files().close(file);
        watched.untilSeen(watched.has(Ability.WRITERS) ? Kind.WRITTEN : Kind.CREATED, "file");
        assertEquals(watched.told(Kind.CREATED, Kind.MODIFIED, Kind.WRITTEN), watched.kindsOf("file"));
        watched.close();
    }

    @Test
    default void severalDirectoriesShareAWatchAndMovesBetweenThemArePaired() throws FileException {
        Watched watched = watching("one", "two", "one");
        assertEquals(2, watched.watch.directories());
        watched.outsider().create(watched.path("x"));
        watched.untilSeen(Kind.CREATED, "x");
        watched.outsider().move(watched.path("x"), watched.pathIn(1, "y"));
        boolean isPaired = watched.has(Ability.MOVES_BETWEEN);
        DirectoryChange arrived = watched.untilSeen(isPaired ? Kind.MOVED_TO : Kind.CREATED, "y");
        assertEquals(isPaired ? watched.path("x") : "", arrived.movedFrom().orElse(""));
        boolean isBeyond = watched.has(Ability.MOVES_BEYOND);
        watched.outsider().move(watched.pathIn(1, "y"), files().path("gone"));
        watched.untilSeen(isBeyond ? Kind.MOVED_FROM : Kind.DELETED, "y");
        watched.outsider().move(files().path("gone"), watched.pathIn(1, "back"));
        DirectoryChange back = watched.untilSeen(isBeyond ? Kind.MOVED_TO : Kind.CREATED, "back");
        assertTrue(back.movedFrom().isEmpty(), "it came from where nobody watches");
        watched.close();
    }

    @Test
    default void whatIsTakenOffIsToldNoMore() throws FileException {
        Watched watched = watching("off", "on");
        assertTrue(watched.watch.remove(watched.folder(0)));
        assertFalse(watched.watch.remove(watched.folder(0)));
        assertFalse(watched.watch.remove("/elsewhere"));
        assertEquals(1, watched.watch.directories());
        watched.outsider().create(watched.path("unseen"));
        watched.outsider().create(watched.pathIn(1, "seen"));
        watched.untilSeen(Kind.CREATED, "seen");
        assertEquals(List.of(), watched.kindsOf("unseen"));
        watched.watch.add(watched.folder(0));
        watched.outsider().create(watched.path("again"));
        assertEquals(
                watched.path("again"), watched.untilSeen(Kind.CREATED, "again").path());
        watched.close();
    }

    /** Of several that wait, the rest is told no more. */
    @Test
    default void aCallbackMayTakeItsDirectoryOff() throws FileException {
        Watched watched = watching("middle", "other");
        watched.onSeen(watch -> watch.remove(watched.folder(0)));
        watched.outsider().create(watched.path("a"));
        watched.outsider().create(watched.path("b"));
        files().until(() -> !watched.seen.isEmpty(), "a change");
        watched.onSeen(_ -> {});
        watched.outsider().create(watched.pathIn(1, "c"));
        watched.untilSeen(Kind.CREATED, "c");
        assertEquals(
                1,
                watched.seen.stream()
                        .filter(c -> c.directory().equals(watched.folder(0)))
                        .count());
        watched.close();
    }

    @Test
    default void aDirectoryThatIsGoneIsToldAndWatchedNoMore() throws FileException {
        Watched watched = watching("leaving");
        String moved = files().path("left");
        watched.outsider().move(watched.folder(0), moved);
        if (watched.has(Ability.DIRECTORY_MOVES)) {
            watched.untilSeen(Kind.DIRECTORY_MOVED, "");
        }
        watched.outsider().create(moved + "/within");
        assertEquals(
                watched.path("within"),
                watched.untilSeen(Kind.CREATED, "within").path());
        watched.outsider().delete(moved + "/within");
        watched.outsider().delete(moved);
        DirectoryChange gone = watched.untilSeen(Kind.DIRECTORY_GONE, "");
        watched.untilSeen(Kind.DELETED, "within");
        assertEquals(watched.folder(0), gone.path());
        assertEquals(0, watched.watch.directories());
        watched.close();
    }

    @Test
    default void namesAreBytesAndAreKeptAsTheyAre() throws FileException {
        Watched watched = watching("names");
        watched.create("Grüße ☂");
        if (hasNamesOfBytes() && watched.outsider().createUndecodable(watched.folder(0))) {
            DirectoryChange bad = watched.untilSeen(Kind.CREATED, "bad\\xffname");
            assertEquals((byte) 0xff, bad.nameBytes()[3]);
            assertEquals(8, bad.nameBytes().length);
            watched.outsider().deleteUndecodable(watched.folder(0));
        }
        watched.close();
    }

    @Test
    default void whatCantBeWatchedIsRefusedWithItsPath() throws FileException {
        Watched watched = watching("refused");
        DirectoryWatch watch = watched.watch;
        watched.create("file");
        String file = watched.path("file");
        FileException noDirectory = assertThrows(FileException.class, () -> watch.add(file));
        assertEquals(IoError.NOT_DIRECTORY, noDirectory.error());
        assertEquals("watch " + file + ": NOT_DIRECTORY, it is not a directory", noDirectory.getMessage());
        FileException absent = assertThrows(FileException.class, () -> watch.add(watched.path("absent")));
        assertEquals(IoError.NOT_FOUND, absent.error());
        assertEquals(watched.path("absent"), absent.path());
        assertThrows(IllegalArgumentException.class, () -> watch.add(""));
        watched.close();
        watch.close();
        assertThrows(IllegalStateException.class, () -> watch.add(watched.folder(0)));
    }

    @Test
    default void whereNobodyMayLookIsRefused() throws FileException {
        Watched watched = watching("forbidden");
        String folder = watched.path("d");
        watched.outsider().makeDirectory(folder);
        Assumptions.assumeTrue(watched.outsider().forbid(folder), "nobody is held back here: the superuser");
        FileException refused = assertThrows(FileException.class, () -> watched.watch.add(folder));
        assertEquals(IoError.ACCESS, refused.error());
        watched.outsider().delete(folder);
        watched.close();
    }

    @Test
    default void aCallbackMayCloseTheWatch() throws FileException {
        Watched watched = watching("closing");
        watched.onSeen(DirectoryWatch::close);
        for (String name : List.of("a", "b", "c")) {
            watched.outsider().create(watched.path(name));
        }
        files().until(() -> !watched.seen.isEmpty(), "a change");
        files().driver().settle();
        assertEquals(1, watched.seen.size());
        assertFalse(watched.watch.isOpen());
    }

    @Test
    default void whatWaitsWhenAWatchIsClosedIsNotTold() throws FileException {
        Watched watched = watching("waiting");
        files().driver().settle();
        watched.outsider().create(watched.path("a"));
        watched.watch.close();
        files().driver().settle();
        assertEquals(List.of(), watched.seen);
    }

    /** So many that no system tells them at once; whoever adds it up knows what is there. */
    @Test
    default void manyMovesAddUpToWhatIsThere() throws FileException {
        int moves = 600;
        Watched watched = watching("from", "to");
        List<String> places = new ArrayList<>();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < moves; i++) {
            boolean isNew = places.isEmpty() || random.nextInt(4) == 0;
            String to = watched.pathIn(random.nextInt(2), "f" + random.nextInt(20));
            String from = isNew ? "" : places.get(random.nextInt(places.size()));
            if (isNew && !places.contains(to)) {
                watched.outsider().create(to);
                places.add(to);
            } else if (from.equals(to)) {
                watched.outsider().delete(to);
                places.remove(to);
            } else if (!isNew) {
                watched.outsider().move(from, to);
                places.remove(from);
                places.remove(to);
                places.add(to);
            }
            if (random.nextInt(16) == 0) {
                files().driver().turn();
            }
        }
        for (int folder = 0; folder < 2; folder++) {
            watched.outsider().create(watched.pathIn(folder, "end" + folder));
            places.add(watched.pathIn(folder, "end" + folder));
            watched.untilSeen(Kind.CREATED, "end" + folder);
        }
        assertEquals(places.stream().sorted().toList(), watched.sum(), () -> "seed " + seed);
        watched.close();
    }

    @Test
    default void ofManyNamesTheOneThatChangesIsTold() throws FileException {
        int names = Integer.getInteger("gatun.watch.names", 500);
        String folder = files().path("crowd");
        outsider().makeDirectory(folder);
        for (int i = 0; i < names; i++) {
            outsider().create(folder + "/f" + i);
        }
        Watched watched = new Watched(files());
        watched.add(folder);
        watched.outsider().move(folder + "/f17", folder + "/moved");
        assertEquals(
                folder + "/f17",
                watched.untilSeen(Kind.MOVED_TO, "moved").movedFrom().orElseThrow());
        watched.outsider().delete(folder + "/f" + (names - 1));
        watched.untilSeen(Kind.DELETED, "f" + (names - 1));
        assertEquals(3, watched.seen.size(), watched.seen::toString);
        watched.close();
    }

    @Test
    default void aWatchThatIsLeftOpenEndsWithItsCpu() throws FileException {
        Watched watched = watching("left");
        files().driver().settle();
        assertTrue(files().driver().closeCpu().isClean());
        assertFalse(watched.watch.isOpen());
    }
}

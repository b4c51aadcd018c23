package dev.gatun.testkit.contract;

import dev.gatun.UnsupportedHereException;
import dev.gatun.file.DirectoryChange;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import dev.gatun.spi.DirectoryChanges.Ability;
import dev.gatun.spi.DirectoryChanges.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Directories that a test watches, and what it was told. The test's thread. */
final class Watched {
    final List<DirectoryChange> seen = new ArrayList<>();
    final DirectoryWatch watch;
    private final FileDriver files;
    private final List<String> folders = new ArrayList<>();
    private Consumer<DirectoryWatch> onSeen = _ -> {};

    /** New directories of those names; one that comes again is added again. */
    Watched(FileDriver files, String... names) throws FileException {
        this.files = files;
        try {
            watch = DirectoryWatch.open(files.cpu(), (watch, change) -> {
                seen.add(change);
                onSeen.accept(watch);
            });
        } catch (UnsupportedHereException e) {
            Assumptions.abort(e.getMessage());
            throw e;
        }
        for (String name : names) {
            String folder = files.path(name);
            if (!folders.contains(folder)) {
                outsider().makeDirectory(folder);
            }
            add(folder);
        }
    }

    void add(String folder) throws FileException {
        folders.add(folder);
        watch.add(folder);
    }

    Outsider outsider() {
        return files.driver().ground().outsider();
    }

    void onSeen(Consumer<DirectoryWatch> does) {
        onSeen = does;
    }

    boolean has(Ability ability) {
        return watch.has(ability);
    }

    String folder(int index) {
        return folders.get(index);
    }

    String path(String name) {
        return pathIn(0, name);
    }

    String pathIn(int folder, String name) {
        return folders.get(folder) + "/" + name;
    }

    /** In the first directory; waits until it was told, and its writer's end, too. */
    void create(String name) {
        outsider().create(path(name));
        untilSeen(has(Ability.WRITERS) ? Kind.WRITTEN : Kind.CREATED, name);
    }

    DirectoryChange untilSeen(Kind kind, String name) {
        files.driver().turnUntil(() -> count(kind, name) > 0, () -> kind + " of " + name + " among " + seen);
        return seen.stream().filter(c -> isOf(c, kind, name)).findFirst().orElseThrow();
    }

    long count(Kind kind, String name) {
        return seen.stream().filter(c -> isOf(c, kind, name)).count();
    }

    private static boolean isOf(DirectoryChange change, Kind kind, String name) {
        return change.kind() == kind && change.name().equals(name);
    }

    /** Content may be told more than once, as it was written. */
    List<Kind> kindsOf(String name) {
        List<Kind> kinds = new ArrayList<>();
        for (DirectoryChange each : seen) {
            boolean isRepeated = each.kind() == Kind.MODIFIED && !kinds.isEmpty() && kinds.getLast() == Kind.MODIFIED;
            if (each.name().equals(name) && !isRepeated) {
                kinds.add(each.kind());
            }
        }
        return kinds;
    }

    /** Of these what the system tells. */
    List<Kind> told(Kind... kinds) {
        List<Kind> told = new ArrayList<>(List.of(kinds));
        told.removeIf(kind -> kind == Kind.MODIFIED && !has(Ability.CONTENT));
        told.removeIf(kind -> kind == Kind.WRITTEN && !has(Ability.WRITERS));
        return told;
    }

    /** Which paths there are, by what was told from the beginning. */
    List<String> sum() {
        TreeSet<String> paths = new TreeSet<>();
        for (DirectoryChange change : seen) {
            switch (change.kind()) {
                case CREATED, MOVED_TO -> paths.add(change.path());
                case DELETED, MOVED_FROM -> paths.remove(change.path());
                case MODIFIED, WRITTEN -> {}
                case OVERFLOW, DIRECTORY_MOVED, DIRECTORY_GONE -> Assertions.fail("told " + change);
            }
        }
        return List.copyOf(paths);
    }

    void close() {
        watch.close();
        files.driver().settle();
    }
}

package dev.gatun.testkit.walk;

import dev.gatun.Cpu;
import dev.gatun.file.DirectoryChange;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import dev.gatun.testkit.SimulatedFileSystem;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Watches a folder that others change, and knows at the end what is in it, by what it was told. */
final class WatchActor extends Actor {
    private static final int NAMES = 6;

    private final SimulatedFileSystem files;
    private final String folder;
    private final TreeSet<String> told = new TreeSet<>();
    private @Nullable DirectoryWatch watch;

    WatchActor(Cpu cpu, SimulatedFileSystem files, Randomness random, int number) {
        super(cpu, random);
        this.files = files;
        folder = "/watched-" + number;
        files.createDirectory(folder);
    }

    @Override
    void act() {
        if (watch == null && !finishing) {
            open();
        } else if (random.oneIn(50) && watch != null) {
            watch.close();
            watch = null;
        } else {
            change();
        }
    }

    private void open() {
        try {
            DirectoryWatch opened = DirectoryWatch.open(cpu, this::onChange);
            opened.add(folder);
            watch = opened;
            lookAgain();
        } catch (FileException e) {
            throw new AssertionError(e);
        }
    }

    private void lookAgain() {
        told.clear();
        told.addAll(files.list(folder));
    }

    private String path() {
        return folder + "/" + random.below(NAMES);
    }

    private void change() {
        String path = path();
        String other = path();
        if (!files.exists(path)) {
            files.write(path, new byte[random.below(10)]);
        } else if (random.oneIn(2)) {
            files.delete(path);
        } else {
            files.move(path, other);
        }
    }

    private void onChange(DirectoryWatch of, DirectoryChange change) {
        if (of != watch) {
            throw new AssertionError("told after it was closed: " + change);
        }
        switch (change.kind()) {
            case CREATED, MOVED_TO -> told.add(change.name());
            case DELETED, MOVED_FROM -> told.remove(change.name());
            case OVERFLOW -> lookAgain();
            case MODIFIED, WRITTEN -> {}
            case DIRECTORY_MOVED, DIRECTORY_GONE -> throw new AssertionError("nobody did: " + change);
        }
    }

    @Override
    void check() {
        DirectoryWatch open = watch;
        if (open != null && !told.equals(new TreeSet<>(files.list(folder)))) {
            throw new AssertionError("told of " + told + ", and there is " + files.list(folder));
        }
    }
}

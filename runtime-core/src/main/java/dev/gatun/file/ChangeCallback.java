package dev.gatun.file;

/** Told of each change, in order. It may close the watch: then nothing more is told. */
@FunctionalInterface
public interface ChangeCallback {
    void onChange(DirectoryWatch watch, DirectoryChange change);
}

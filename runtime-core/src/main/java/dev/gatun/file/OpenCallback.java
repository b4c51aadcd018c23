package dev.gatun.file;

import org.jspecify.annotations.Nullable;

/** A file was opened, or was not: one of the two is null. Told once, on the Cpu's thread, never from within open. */
@FunctionalInterface
public interface OpenCallback {
    void onOpened(@Nullable AsyncFile file, @Nullable FileException failure);
}

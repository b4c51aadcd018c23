package dev.gatun.file;

/** What was asked of a file has ended: a value, mostly 0, or a negated {@link dev.gatun.spi.IoError}. */
@FunctionalInterface
public interface FileCallback {
    void onDone(AsyncFile file, long result);
}

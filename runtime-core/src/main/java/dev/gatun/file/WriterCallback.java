package dev.gatun.file;

/** What was asked of the writer has ended: 0, or the negated error that it failed of. */
@FunctionalInterface
public interface WriterCallback {
    void onDone(SequentialWriter writer, int result);
}

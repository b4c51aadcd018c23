package dev.gatun.file;

/** There is room again. */
@FunctionalInterface
public interface WritableCallback {
    void onWritable(SequentialWriter writer);
}

package dev.gatun.file;

/**
 * The range has ended: 0, or a negated error; nothing is in flight. {@link SequentialReader#position} says how far it
 * came: before the end of the range, the file ended there.
 */
@FunctionalInterface
public interface ReadEndCallback {
    void onEnd(SequentialReader reader, int result);
}

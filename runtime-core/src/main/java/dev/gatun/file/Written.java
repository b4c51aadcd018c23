package dev.gatun.file;

/** What {@link SequentialWriter#write} answers: whose the buffer is now. */
public enum Written {
    /** It is the writer's, which writes it in its turn and frees it. */
    ACCEPTED,
    /** It is still the caller's: much waits already. {@link SequentialWriter#onWritable} says when there is room. */
    FULL,
    /** It is still the caller's: the file would become longer than it may. Go on in another. */
    TOO_LONG,
    /** It was freed: the writer has failed, or was closed. */
    CLOSED
}

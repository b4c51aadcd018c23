package dev.gatun.net;

/** What {@link NetStream#send} answers: whose the buffer is now. */
public enum Sent {
    /** It is the stream's, which sends it in its turn and frees it. */
    ACCEPTED,
    /** It is still the caller's: too much waits already. {@link NetStream#onWritable} says when there is room. */
    FULL,
    /** It was freed: the stream sends nothing any more. */
    CLOSED
}

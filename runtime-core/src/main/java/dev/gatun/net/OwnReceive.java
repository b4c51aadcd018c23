package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.spi.IoError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A receive into a buffer of the caller's that is over when enough is there: some bytes, so many, or a delimiter. What
 * comes behind stays in the buffer, where the next receive looks first. One for each stream that ever asks for one.
 */
final class OwnReceive {
    private enum Until {
        SOME,
        COUNT,
        DELIMITER
    }

    private final StreamLife stream;
    private final Inbound inbound;
    private Until until = Until.SOME;
    private @Nullable Buffer into;
    private @Nullable ReceiveIntoCallback callback;

    /** The count, or the delimiter. */
    private int wanted;

    /** Bytes from the reader index on that were looked through in vain. */
    private int searched;

    /** Of SOME: whether anything came. */
    private int had;

    OwnReceive(StreamLife stream, Inbound inbound) {
        this.stream = stream;
        this.inbound = inbound;
    }

    boolean isUnderWay() {
        return into != null;
    }

    void some(Buffer buffer, ReceiveIntoCallback done) {
        begin(Until.SOME, buffer, 0, done);
        had = buffer.readable();
    }

    void count(Buffer buffer, int bytes, ReceiveIntoCallback done) {
        if (bytes < 1 || bytes > buffer.capacity() - buffer.readerIndex()) {
            throw new IllegalArgumentException(bytes + " bytes do not fit between the reader index "
                    + buffer.readerIndex() + " and the capacity " + buffer.capacity() + "; take a larger buffer");
        }
        begin(Until.COUNT, buffer, bytes, done);
    }

    void delimiter(Buffer buffer, int delimiter, ReceiveIntoCallback done) {
        if (delimiter < Byte.MIN_VALUE || delimiter > 255) {
            throw new IllegalArgumentException("a delimiter of " + delimiter + " is no byte");
        }
        begin(Until.DELIMITER, buffer, (byte) delimiter, done);
        searched = 0;
    }

    private void begin(Until until, Buffer buffer, int wanted, ReceiveIntoCallback done) {
        if (into != null) {
            throw new IllegalStateException("a receive is under way on " + stream + "; wait for its result");
        }
        stream.checkOpen();
        this.until = until;
        this.wanted = wanted;
        into = buffer;
        callback = done;
        stream.later(); // also when it is there already: nobody is called back from within his own call
    }

    /** Tells what is there, or asks for more. */
    void goOn() {
        Buffer buffer = Objects.requireNonNull(into);
        int there = there(buffer);
        if (there > 0) {
            end(there);
        } else if (buffer.writable() == 0) {
            end(IoError.MESSAGE_TOO_BIG.result());
        } else {
            inbound.armOwn(buffer);
        }
    }

    void onBytes() {
        if (into != null) {
            goOn();
        }
    }

    /** How many bytes from the reader index on are what was asked for; 0: not yet. */
    private int there(Buffer buffer) {
        int readable = buffer.readable();
        return switch (until) {
            case SOME -> readable > had ? readable : 0;
            case COUNT -> readable >= wanted ? wanted : 0;
            case DELIMITER -> find(buffer, readable);
        };
    }

    private int find(Buffer buffer, int readable) {
        int first = buffer.readerIndex();
        for (int i = searched; i < readable; i++) {
            if (buffer.getByte(first + i) == wanted) {
                return i + 1;
            }
        }
        searched = readable;
        return 0;
    }

    /** The callback may ask for the next one at once. */
    void end(int result) {
        Buffer buffer = Objects.requireNonNull(into);
        ReceiveIntoCallback done = Objects.requireNonNull(callback);
        into = null;
        callback = null;
        stream.deliver(done, buffer, result);
    }
}

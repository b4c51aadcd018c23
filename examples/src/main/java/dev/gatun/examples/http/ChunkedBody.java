package dev.gatun.examples.http;

import static dev.gatun.examples.http.Octets.CR;
import static dev.gatun.examples.http.Octets.LF;
import static dev.gatun.examples.http.Octets.at;

import dev.gatun.Buffer;
import java.lang.foreign.MemorySegment;

/**
 * Takes a body out of its chunks, in pieces as they come. What stands behind a chunk's size and behind the last chunk
 * is passed over, within bounds. Strict as {@link RequestParser} is, and for the same reason. Used again for each
 * body; one thread.
 */
final class ChunkedBody {
    /** Of what is passed over, in all of a body. */
    static final int EXTRA_BYTES_MAX = 4096;

    private static final int SIZE_DIGITS_MAX = 8;

    private enum Expected {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        LAST_LF,
        NOTHING
    }

    private Expected expected = Expected.NOTHING;
    private long size;
    private int sizeDigits;
    private int extraBytes;

    void begin() {
        expected = Expected.SIZE;
        size = 0;
        sizeDigits = 0;
        extraBytes = 0;
    }

    boolean isComplete() {
        return expected == Expected.NOTHING;
    }

    /** Puts what lies between {@code from} and {@code to} into {@code into}: where it stopped, or a refusal. */
    int take(MemorySegment memory, int from, int to, Buffer into) {
        int at = from;
        while (at < to && expected != Expected.NOTHING) {
            if (expected == Expected.DATA) {
                int count = (int) Math.min(size, to - at);
                if (count > into.writable()) {
                    return Status.CONTENT_TOO_LARGE.refusal();
                }
                into.writeBytes(memory, at, count);
                at += count;
                size -= count;
                expected = size == 0 ? Expected.DATA_CR : Expected.DATA;
            } else {
                int refusal = next(at(memory, at++));
                if (refusal < 0) {
                    return refusal;
                }
            }
        }
        return at;
    }

    private int next(byte octet) {
        return switch (expected) {
            case SIZE -> size(octet);
            case EXTENSION -> passOver(octet, Expected.SIZE_LF);
            case SIZE_LF -> require(octet, LF, size > 0 ? Expected.DATA : Expected.TRAILER_START);
            case DATA_CR -> require(octet, CR, Expected.DATA_LF);
            case DATA_LF -> nextChunk(octet);
            case TRAILER_START -> trailer(octet);
            case TRAILER -> passOver(octet, Expected.TRAILER_LF);
            case TRAILER_LF -> require(octet, LF, Expected.TRAILER_START);
            case LAST_LF -> require(octet, LF, Expected.NOTHING);
            case DATA, NOTHING -> throw new IllegalStateException("no single byte is expected");
        };
    }

    private int size(byte octet) {
        int digit = Octets.hexValue(octet);
        if (digit >= 0) {
            size = 16 * size + digit;
            return ++sizeDigits > SIZE_DIGITS_MAX ? Status.CONTENT_TOO_LARGE.refusal() : 0;
        }
        if (sizeDigits == 0) {
            return Status.BAD_REQUEST.refusal();
        }
        if (octet == ';' || Octets.isBlank(octet)) {
            expected = Expected.EXTENSION;
            return 0;
        }
        return require(octet, CR, Expected.SIZE_LF);
    }

    private int nextChunk(byte octet) {
        size = 0;
        sizeDigits = 0;
        return require(octet, LF, Expected.SIZE);
    }

    private int trailer(byte octet) {
        if (octet == CR) {
            expected = Expected.LAST_LF;
            return 0;
        }
        expected = Expected.TRAILER;
        return Octets.isToken(octet) ? passOver(octet, Expected.TRAILER_LF) : Status.BAD_REQUEST.refusal();
    }

    private int passOver(byte octet, Expected behind) {
        if (octet == CR) {
            expected = behind;
            return 0;
        }
        if (!Octets.isValue(octet)) {
            return Status.BAD_REQUEST.refusal();
        }
        return ++extraBytes > EXTRA_BYTES_MAX ? Status.FIELDS_TOO_LARGE.refusal() : 0;
    }

    private int require(byte octet, byte wanted, Expected behind) {
        if (octet != wanted) {
            return Status.BAD_REQUEST.refusal();
        }
        expected = behind;
        return 0;
    }
}

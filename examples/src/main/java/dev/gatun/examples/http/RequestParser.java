package dev.gatun.examples.http;

import static dev.gatun.examples.http.Octets.CR;
import static dev.gatun.examples.http.Octets.LF;
import static dev.gatun.examples.http.Octets.SPACE;
import static dev.gatun.examples.http.Octets.at;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Reads the head of a request where it lies, and allocates nothing. It is strict where parties that read the same
 * bytes could come to different ends of a message: a bare CR or LF, blanks before a colon, folded lines, two lengths,
 * a length and a coding are refused. Used again for each request; one thread.
 */
final class RequestParser {
    static final int INCOMPLETE = 0;
    static final int HEAD_BYTES_MAX = 8192;
    static final int FIELDS_MAX = 100;

    /** A body of unknown length, in chunks. */
    static final long CHUNKED = -1;

    /** More digits than any length has that could be allowed. */
    private static final int LENGTH_DIGITS_MAX = 15;

    private static final byte[] HOST = word("host");
    private static final byte[] EXPECT = word("expect");
    private static final byte[] CONNECTION = word("connection");
    private static final byte[] CONTENT_LENGTH = word("content-length");
    private static final byte[] TRANSFER_ENCODING = word("transfer-encoding");
    private static final byte[] CLOSE = word("close");
    private static final byte[] CONTINUE = word("100-continue");
    private static final byte[] CHUNKED_WORD = word("chunked");
    private static final byte[] VERSION = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    enum Method {
        GET,
        HEAD,
        POST,
        OTHER
    }

    private Method method = Method.OTHER;
    private int pathStart;
    private int pathLength;
    private boolean isOld;
    private boolean closes;
    private boolean expectsContinue;
    private int hosts;
    private int lengths;
    private int codings;
    private long contentLength;
    private boolean isPastLine;

    private static byte[] word(String lower) {
        return lower.getBytes(StandardCharsets.US_ASCII);
    }

    Method method() {
        return method;
    }

    /** Where the target's path begins, in the memory that was parsed; a query is no part of it. */
    int pathStart() {
        return pathStart;
    }

    int pathLength() {
        return pathLength;
    }

    /** The connection ends with the answer. */
    boolean closes() {
        return closes;
    }

    boolean expectsContinue() {
        return expectsContinue;
    }

    /** Or {@link #CHUNKED}. */
    long contentLength() {
        return codings > 0 ? CHUNKED : contentLength;
    }

    /**
     * Reads one head from {@code from} on, of which at most what lies before {@code to} is there: how many bytes it
     * takes; {@link #INCOMPLETE}; or a {@linkplain Status#refusal refusal}.
     */
    int parse(MemorySegment memory, int from, int to) {
        method = Method.OTHER;
        isOld = false;
        closes = false;
        expectsContinue = false;
        hosts = 0;
        lengths = 0;
        codings = 0;
        contentLength = 0;
        isPastLine = false;
        int end = Math.min(to, from + HEAD_BYTES_MAX);
        int at = line(memory, from, end);
        isPastLine = at > 0;
        for (int fields = 0; at > 0; fields++) {
            if (at == end) {
                at = INCOMPLETE;
            } else if (at(memory, at) == CR) {
                at = lineEnd(memory, at, end);
                return at > 0 ? complete(at - from) : at < 0 ? at : incomplete(from, end);
            } else {
                at = fields == FIELDS_MAX ? Status.FIELDS_TOO_LARGE.refusal() : field(memory, at, end);
            }
        }
        return at < 0 ? at : incomplete(from, end);
    }

    private int incomplete(int from, int end) {
        if (end - from < HEAD_BYTES_MAX) {
            return INCOMPLETE;
        }
        return (isPastLine ? Status.FIELDS_TOO_LARGE : Status.URI_TOO_LONG).refusal();
    }

    /** What can be said only when all fields are known. */
    private int complete(int bytes) {
        boolean isAmbiguous = lengths + codings > 1 || hosts > 1;
        boolean lacksHost = hosts == 0 && !isOld;
        if (isAmbiguous || lacksHost || (isOld && codings > 0)) {
            return bad();
        }
        closes |= isOld;
        return bytes;
    }

    // --- each of these answers where the next begins, 0 when that is not there yet, or a refusal ---------------------

    private int line(MemorySegment memory, int from, int end) {
        int at = from;
        if (at < end && at(memory, at) == CR) { // an empty line before a request is left behind by some clients
            at = lineEnd(memory, at, end);
            if (at <= 0) {
                return at;
            }
        }
        int start = at;
        while (at < end && Octets.isToken(at(memory, at))) {
            at++;
        }
        if (at == end) {
            return INCOMPLETE;
        }
        if (at(memory, at) != SPACE || at == start) {
            return bad();
        }
        method = methodOf(memory, start, at - start);
        at = target(memory, at + 1, end);
        return at > 0 ? version(memory, at, end) : at;
    }

    private static Method methodOf(MemorySegment memory, int from, int length) {
        if (length < 3 || length > 4) {
            return Method.OTHER;
        }
        int first = at(memory, from) << 16 | at(memory, from + 1) << 8 | at(memory, from + 2);
        int last = length == 3 ? 0 : at(memory, from + 3);
        return switch (first) {
            case 'G' << 16 | 'E' << 8 | 'T' -> length == 3 ? Method.GET : Method.OTHER;
            case 'H' << 16 | 'E' << 8 | 'A' -> last == 'D' ? Method.HEAD : Method.OTHER;
            case 'P' << 16 | 'O' << 8 | 'S' -> last == 'T' ? Method.POST : Method.OTHER;
            default -> Method.OTHER;
        };
    }

    /** A path with its query; or, as proxies are asked, an address before it; or the "*" of OPTIONS. */
    private int target(MemorySegment memory, int from, int end) {
        int at = from;
        int query = -1;
        while (at < end && Octets.isTarget(at(memory, at))) {
            if (query < 0 && at(memory, at) == '?') {
                query = at;
            }
            at++;
        }
        if (at == end) {
            return INCOMPLETE;
        }
        if (at(memory, at) != SPACE || at == from) {
            return bad();
        }
        int pathEnd = query < 0 ? at : query;
        pathStart = at(memory, from) == '/' ? from : afterAuthority(memory, from, pathEnd);
        pathLength = pathEnd - pathStart;
        return at + 1;
    }

    /** Behind "http://host:80"; all of a target without such. */
    private static int afterAuthority(MemorySegment memory, int from, int end) {
        for (int i = from; i + 2 < end; i++) {
            if (at(memory, i) == ':' && at(memory, i + 1) == '/' && at(memory, i + 2) == '/') {
                int path = i + 3;
                while (path < end && at(memory, path) != '/') {
                    path++;
                }
                return path;
            }
        }
        return from;
    }

    private int version(MemorySegment memory, int from, int end) {
        int at = from;
        for (byte expected : VERSION) {
            if (at == end) {
                return INCOMPLETE;
            }
            if (at(memory, at++) != expected) {
                return bad();
            }
        }
        for (int i = 0; i < 3; i++) {
            if (at + i == end) {
                return INCOMPLETE;
            }
            byte octet = at(memory, at + i);
            if (i == 1 ? octet != '.' : !Octets.isDigit(octet)) {
                return bad();
            }
        }
        if (at(memory, at) != '1') {
            return Status.VERSION_NOT_SUPPORTED.refusal();
        }
        isOld = at(memory, at + 2) == '0';
        return lineEnd(memory, at + 3, end);
    }

    /** A CR without its LF is refused, and so is an LF without its CR. */
    private static int lineEnd(MemorySegment memory, int at, int end) {
        if (at == end) {
            return INCOMPLETE;
        }
        if (at(memory, at) != CR) {
            return bad();
        }
        if (at + 1 == end) {
            return INCOMPLETE;
        }
        return at(memory, at + 1) == LF ? at + 2 : bad();
    }

    private int field(MemorySegment memory, int from, int end) {
        int at = from;
        while (at < end && Octets.isToken(at(memory, at))) {
            at++;
        }
        if (at == end) {
            return INCOMPLETE;
        }
        if (at(memory, at) != ':' || at == from) { // a folded line begins with a blank, which is no token
            return bad();
        }
        int nameLength = at - from;
        at++;
        while (at < end && Octets.isBlank(at(memory, at))) {
            at++;
        }
        int value = at;
        at = Octets.afterValue(memory, at, end);
        int next = lineEnd(memory, at, end);
        if (next <= 0) {
            return next;
        }
        while (at > value && Octets.isBlank(at(memory, at - 1))) {
            at--;
        }
        int refusal = known(memory, from, nameLength, value, at);
        return refusal < 0 ? refusal : next;
    }

    // --- fields that decide something: 0, or a refusal ---------------------------------------------------------------

    private int known(MemorySegment memory, int name, int length, int value, int end) {
        switch (length) {
            case 4 -> hosts += Octets.isWord(memory, name, length, HOST) ? 1 : 0;
            case 6 -> {
                if (Octets.isWord(memory, name, length, EXPECT)) {
                    expectsContinue = Octets.isWord(memory, value, end - value, CONTINUE);
                    return expectsContinue ? 0 : Status.EXPECTATION_FAILED.refusal();
                }
            }
            case 10 -> {
                if (Octets.isWord(memory, name, length, CONNECTION)) {
                    connection(memory, value, end);
                }
            }
            case 14 -> {
                if (Octets.isWord(memory, name, length, CONTENT_LENGTH)) {
                    return length(memory, value, end);
                }
            }
            case 17 -> {
                if (Octets.isWord(memory, name, length, TRANSFER_ENCODING)) {
                    codings++;
                    boolean isChunked = Octets.isWord(memory, value, end - value, CHUNKED_WORD);
                    return isChunked ? 0 : Status.NOT_IMPLEMENTED.refusal();
                }
            }
            default -> {}
        }
        return 0;
    }

    /** A list of words, of which one matters. */
    private void connection(MemorySegment memory, int value, int end) {
        int at = value;
        while (at < end) {
            int from = at;
            while (at < end && Octets.isToken(at(memory, at))) {
                at++;
            }
            closes |= Octets.isWord(memory, from, at - from, CLOSE);
            at += at == from ? 1 : 0;
        }
    }

    private int length(MemorySegment memory, int value, int end) {
        lengths++;
        int digits = end - value;
        if (digits == 0) {
            return bad();
        }
        for (int i = value; i < end; i++) {
            if (!Octets.isDigit(at(memory, i))) {
                return bad();
            }
            contentLength = 10 * contentLength + (at(memory, i) - '0');
        }
        return digits > LENGTH_DIGITS_MAX ? Status.CONTENT_TOO_LARGE.refusal() : 0;
    }

    private static int bad() {
        return Status.BAD_REQUEST.refusal();
    }
}

package dev.gatun.examples.http;

import dev.gatun.Buffer;
import dev.gatun.Timer;
import dev.gatun.examples.http.RequestParser.Method;
import dev.gatun.net.NetStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection: requests are answered in order, where they lie in the buffer that was received. Only what a piece
 * ends within is kept until the next one comes: the beginning of a head, or a body that is not whole yet. A request
 * that is refused for its form ends the connection, since nobody knows where the next would begin. Its Cpu's thread
 * alone.
 */
final class HttpConnection {
    static final int BODY_BYTES_MAX = 64 << 10;

    /** From the piece a request begins in to the one it ends in; the stream is not idle while its bytes drip. */
    static final Duration REQUEST_MAX = Duration.ofSeconds(30);

    /** So that what the peer was still sending does not turn the answer into a reset. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final byte[] ROOT = "/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAINTEXT = "/plaintext".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ECHO = "/echo".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Target {
        HELLO,
        ECHO,
        UNKNOWN
    }

    private final HttpCore core;
    private final ChunkedBody chunks = new ChunkedBody();

    /** The beginning of a head. */
    private @Nullable Buffer rest;

    /** What there is of the body that is being received. */
    private @Nullable Buffer body;

    /** Of that body; or {@link RequestParser#CHUNKED}. */
    private long bodyBytes;

    // Of the request that is being received, or answered.
    private Target target = Target.UNKNOWN;
    private Method method = Method.OTHER;
    private boolean isLast;

    private boolean isClosing;

    private final NetStream stream;

    /** Of the request that is not whole yet; most connections never need one. */
    private @Nullable Timer late;

    /** True exactly when it is the next request's time that counts. */
    private boolean isNextRequest = true;

    HttpConnection(NetStream stream) {
        this.stream = stream;
        core = HttpCore.of(stream.cpu());
    }

    void onReceived(NetStream same, Buffer piece) {
        try {
            while (!isClosing && piece.readable() > 0) {
                Buffer begun = body;
                if (begun == null) {
                    takeHead(piece);
                } else {
                    takeBody(piece, begun);
                }
            }
            piece.free();
            core.output.sendTo(same);
        } finally {
            core.output.drop();
        }
        limitTime();
        if (isClosing) {
            same.close(LINGER);
        }
    }

    /** A request that came whole, as nearly all do, costs no timer. */
    private void limitTime() {
        boolean isWithin = (rest != null || body != null) && !isClosing;
        if (isWithin && isNextRequest) {
            isNextRequest = false;
            if (late == null) {
                late = new Timer(_ -> onLate());
            }
            late.cancel();
            core.cpu.schedule(late, REQUEST_MAX.toNanos());
        } else if (!isWithin && late != null) {
            late.cancel();
        }
    }

    private void onLate() {
        try {
            refuse(Status.REQUEST_TIMEOUT);
            core.output.sendTo(stream);
        } finally {
            core.output.drop();
        }
        stream.close(LINGER);
    }

    /** The stream has ended. */
    void release() {
        if (late != null) {
            late.cancel();
        }
        if (rest != null) {
            rest.free();
        }
        if (body != null) {
            body.free();
        }
    }

    // --- heads ------------------------------------------------------------------------------------------------------

    private void takeHead(Buffer piece) {
        Buffer kept = rest;
        if (kept != null) {
            goOnWithHead(piece, kept);
            return;
        }
        int from = piece.readerIndex();
        MemorySegment memory = piece.segment();
        int head = core.parser.parse(memory, from, piece.writerIndex());
        if (head > 0) {
            piece.readerIndex(from + head);
            begin(memory, piece.readable() > 0);
        } else if (head < 0) {
            refuse(Status.ofRefusal(head));
        } else {
            keep(piece);
        }
    }

    /** It is shorter than a head may be: else it had been refused. */
    private void keep(Buffer piece) {
        Buffer kept = core.cpu.buffers().allocate(RequestParser.HEAD_BYTES_MAX);
        if (kept == null) {
            refuse(Status.UNAVAILABLE);
            return;
        }
        rest = kept;
        move(piece, piece.readable(), kept);
    }

    /** Nothing new can be known before a line ends, so a head that comes byte by byte is not read each time. */
    private void goOnWithHead(Buffer piece, Buffer kept) {
        int before = kept.readable();
        int from = piece.readerIndex();
        move(piece, Math.min(piece.readable(), RequestParser.HEAD_BYTES_MAX - before), kept);
        MemorySegment memory = kept.segment();
        int all = kept.readable();
        if (all < RequestParser.HEAD_BYTES_MAX && !hasLineEnd(memory, before, all)) {
            return;
        }
        int head = core.parser.parse(memory, 0, all);
        if (head > 0) {
            piece.readerIndex(from + head - before); // what is behind the head is read where it came
            rest = null;
            begin(memory, piece.readable() > 0);
            kept.free();
        } else if (head < 0) {
            refuse(Status.ofRefusal(head));
        }
    }

    private static boolean hasLineEnd(MemorySegment memory, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Octets.at(memory, i) == Octets.LF) {
                return true;
            }
        }
        return false;
    }

    private static void move(Buffer from, int count, Buffer to) {
        to.writeBytes(from.segment(), from.readerIndex(), count);
        from.readerIndex(from.readerIndex() + count);
    }

    /** A head is whole, and lies in {@code memory} as long as this runs. */
    private void begin(MemorySegment memory, boolean moreIsHere) {
        RequestParser head = core.parser;
        method = head.method();
        isLast = head.closes();
        target = targetOf(memory, head.pathStart(), head.pathLength());
        bodyBytes = head.contentLength();
        if (bodyBytes == 0) {
            answer(null);
        } else if (bodyBytes > BODY_BYTES_MAX) {
            refuse(Status.CONTENT_TOO_LARGE);
        } else if (head.expectsContinue() && !isWanted()) {
            isLast = true; // the body may come or not: nobody can tell what follows
            answer(null);
        } else {
            beginBody(head.expectsContinue() && !moreIsHere);
        }
    }

    private static Target targetOf(MemorySegment memory, int from, int length) {
        if (Octets.isWord(memory, from, length, PLAINTEXT) || Octets.isWord(memory, from, length, ROOT)) {
            return Target.HELLO;
        }
        return Octets.isWord(memory, from, length, ECHO) ? Target.ECHO : Target.UNKNOWN;
    }

    // --- bodies -----------------------------------------------------------------------------------------------------

    private boolean isWanted() {
        return target == Target.ECHO && method == Method.POST;
    }

    private void beginBody(boolean isAwaited) {
        Buffer begun = core.cpu.buffers().allocate(bodyBytes < 0 ? BODY_BYTES_MAX : (int) bodyBytes);
        if (begun == null) {
            refuse(Status.UNAVAILABLE);
            return;
        }
        body = begun;
        chunks.begin();
        if (isAwaited) {
            core.output.append(Answers.GO_ON, Answers.GO_ON.length);
        }
    }

    private void takeBody(Buffer piece, Buffer begun) {
        if (bodyBytes == RequestParser.CHUNKED) {
            int at = chunks.take(piece.segment(), piece.readerIndex(), piece.writerIndex(), begun);
            if (at < 0) {
                refuse(Status.ofRefusal(at));
                return;
            }
            piece.readerIndex(at);
            if (!chunks.isComplete()) {
                return;
            }
        } else {
            move(piece, (int) Math.min(piece.readable(), bodyBytes - begun.readable()), begun);
            if (begun.readable() < bodyBytes) {
                return;
            }
        }
        body = null;
        answer(begun);
    }

    // --- answers ----------------------------------------------------------------------------------------------------

    /** The body is freed, or sent. */
    private void answer(@Nullable Buffer received) {
        core.answered++;
        isNextRequest = true;
        isClosing = isLast;
        if (isWanted()) {
            echo(received);
            return;
        }
        if (received != null) {
            received.free();
        }
        boolean isRead = method == Method.GET || method == Method.HEAD;
        switch (target) {
            case HELLO -> put(isRead ? core.answers.hello(isLast) : core.answers.notAllowed("GET, HEAD", isLast));
            case ECHO -> put(core.answers.notAllowed("POST", isLast));
            case UNKNOWN -> put(core.answers.refusal(Status.NOT_FOUND, isLast));
        }
    }

    private void put(Answers.Answer answer) {
        byte[] bytes = answer.bytes();
        core.output.append(bytes, method == Method.HEAD ? answer.headBytes() : bytes.length);
    }

    private void echo(@Nullable Buffer received) {
        byte[] start = core.answers.echo(isLast).bytes();
        core.output.append(start, start.length);
        core.output.appendNumber(received == null ? 0 : received.readable());
        core.output.append(END_OF_HEAD, END_OF_HEAD.length);
        if (received != null) {
            core.output.append(received);
        }
    }

    /** The last answer. */
    private void refuse(Status status) {
        isClosing = true;
        method = Method.OTHER; // what could not be read was no HEAD
        put(core.answers.refusal(status, true));
    }
}

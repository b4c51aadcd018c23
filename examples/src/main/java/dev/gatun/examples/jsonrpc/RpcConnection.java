package dev.gatun.examples.jsonrpc;

import dev.gatun.Buffer;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where messages begin and end on one connection: each a line; or each behind a "Content-Length" field and an empty
 * line, as editors talk to their servers. Which of the two is seen by the first byte of each message, and it is
 * answered alike. Its Cpu's thread alone.
 */
final class RpcConnection {
    static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final int HEADER_BYTES_MAX = 4096;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final String LENGTH = "content-length:";

    private final NetStream stream;
    private final Dispatcher dispatcher;

    /** What came and is no whole message yet: {@code count} bytes. */
    private byte[] pending = new byte[256];

    private int count;

    /** Up to here no line ends. */
    private int searched;

    /** Of the message whose header was read; else negative. */
    private int length = -1;

    private boolean isClosing;

    /** To what has been read of this piece. */
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    RpcConnection(NetStream stream, Dispatcher dispatcher) {
        this.stream = stream;
        this.dispatcher = dispatcher;
    }

    void onReceived(NetStream same, Buffer piece) {
        int size = piece.readable();
        if (count + size > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, count + size));
        }
        piece.readBytes(pending, count, size);
        piece.free();
        count += size;
        int from = 0;
        for (int next = message(from); next > 0 && !isClosing; next = message(from)) {
            from = next;
        }
        System.arraycopy(pending, from, pending, 0, count - from);
        count -= from;
        searched = Math.max(0, searched - from);
        if (!isClosing && count > MESSAGE_BYTES_MAX + HEADER_BYTES_MAX) {
            refuse("a message of more than " + MESSAGE_BYTES_MAX + " bytes");
        }
        flush();
        if (isClosing) {
            same.close(LINGER);
        }
    }

    /** Where the one that begins at {@code from} ends, or what belongs to it; 0: it is not whole. */
    private int message(int from) {
        if (length >= 0) {
            if (count - from < length) {
                return 0;
            }
            int end = from + length;
            answer(from, end, true);
            length = -1;
            searched = end;
            return end;
        }
        boolean isHeader = from < count && (pending[from] | 0x20) == 'c';
        return isHeader ? header(from) : line(from);
    }

    private int line(int from) {
        int end = lineEnd(Math.max(from, searched));
        if (end < 0) {
            searched = count;
            return 0;
        }
        searched = end + 1;
        boolean isEmpty = end == from || (end == from + 1 && pending[from] == '\r');
        if (!isEmpty) {
            answer(from, end, false);
        }
        return end + 1;
    }

    /** All fields, up to the empty line. */
    private int header(int from) {
        int at = from;
        int announced = -1;
        for (int end = lineEnd(at); end >= 0; end = lineEnd(at)) {
            String field = new String(pending, at, end - at, StandardCharsets.ISO_8859_1).strip();
            at = end + 1;
            if (field.isEmpty()) {
                if (announced < 0 || announced > MESSAGE_BYTES_MAX) {
                    refuse("a Content-Length of 0 to " + MESSAGE_BYTES_MAX + " is wanted");
                }
                length = announced;
                return at;
            }
            if (field.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                announced = number(field.substring(LENGTH.length()).strip());
            }
        }
        if (count - from > HEADER_BYTES_MAX) {
            refuse("a header of more than " + HEADER_BYTES_MAX + " bytes");
            return count;
        }
        return 0;
    }

    private static int number(String digits) {
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
    }

    private int lineEnd(int from) {
        for (int i = from; i < count; i++) {
            if (pending[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void answer(int from, int to, boolean isFramed) {
        String answer = to - from > MESSAGE_BYTES_MAX
                ? Dispatcher.refusal("a message of more than " + MESSAGE_BYTES_MAX + " bytes")
                : dispatcher.answer(Arrays.copyOfRange(pending, from, to));
        send(answer, isFramed);
    }

    /** Nobody knows where the next message would begin. */
    private void refuse(String why) {
        isClosing = true;
        send(Dispatcher.refusal(why), false);
    }

    private void send(@Nullable String answer, boolean isFramed) {
        if (answer == null) {
            return;
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        String before = isFramed ? "Content-Length: " + body.length + "\r\n\r\n" : "";
        answers.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        answers.writeBytes(body);
        if (!isFramed) {
            answers.write('\n');
        }
    }

    /** All that one piece came to, at once: who is called back for more has room for it. */
    private void flush() {
        byte[] bytes = answers.toByteArray();
        answers.reset();
        Buffer[] blocks = new Buffer[(bytes.length + BLOCK_BYTES - 1) / BLOCK_BYTES];
        for (int i = 0; i < blocks.length; i++) {
            int from = i * BLOCK_BYTES;
            int part = Math.min(BLOCK_BYTES, bytes.length - from);
            Buffer block = stream.cpu().buffers().allocate(part);
            if (block == null) {
                free(blocks, i);
                stream.abort(); // the core's memory is all in use: raise BufferPoolConfig.limitBytes
                return;
            }
            blocks[i] = block.writeBytes(bytes, from, part);
        }
        if (stream.send(blocks, blocks.length) == Sent.FULL) {
            free(blocks, blocks.length);
            throw new IllegalStateException(stream + " was called back for more, and has no room");
        }
    }

    private static void free(Buffer[] blocks, int count) {
        for (int i = 0; i < count; i++) {
            blocks[i].free();
        }
    }
}

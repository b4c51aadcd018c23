package dev.gatun.examples.http;

import dev.gatun.Buffer;
import dev.gatun.BufferPool;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is answered to one piece of input, all of which goes to the stream at once: so pipelined requests are answered
 * by few buffers. Empty between pieces, so a core's connections share one. Its Cpu's thread alone.
 */
final class Output {
    /** Some thirty short answers. */
    private static final int BLOCK_BYTES = 4096;

    private final BufferPool pool;
    private Buffer[] buffers = new Buffer[16];
    private int count;

    /** Whether there is a last one, and it may be written to. */
    private boolean isOpen;

    Output(BufferPool pool) {
        this.pool = pool;
    }

    void append(byte[] bytes, int length) {
        room(length).writeBytes(bytes, 0, length);
    }

    void appendNumber(int number) {
        byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        append(text, text.length);
    }

    /** It is this output's from now on, and goes as it is. */
    void append(Buffer buffer) {
        add(buffer);
        isOpen = false;
    }

    private Buffer room(int length) {
        if (isOpen && buffers[count - 1].writable() >= length) {
            return buffers[count - 1];
        }
        Buffer fresh = pool.allocate(Math.max(length, BLOCK_BYTES));
        if (fresh == null) {
            throw new IllegalStateException("no buffer is left to answer with; raise BufferPoolConfig.limitBytes");
        }
        add(fresh);
        isOpen = true;
        return fresh;
    }

    private void add(Buffer buffer) {
        if (count == buffers.length) {
            buffers = Arrays.copyOf(buffers, 2 * count);
        }
        buffers[count++] = buffer;
    }

    /** To be called once for what was received: who is called back for more has room for the answers to it. */
    void sendTo(NetStream stream) {
        Sent sent = count == 1 ? stream.send(buffers[0]) : stream.send(buffers, count);
        if (sent == Sent.FULL) {
            throw new IllegalStateException(stream + " was called back for more, and has no room");
        }
        forget();
    }

    /** What was not sent is freed. */
    void drop() {
        for (int i = 0; i < count; i++) {
            buffers[i].free();
        }
        forget();
    }

    private void forget() {
        count = 0;
        isOpen = false;
    }
}

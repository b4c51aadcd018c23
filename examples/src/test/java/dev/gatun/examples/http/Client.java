package dev.gatun.examples.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Cpu;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A socket of the JDK's that speaks HTTP with a server on a core of the same thread, which it turns while it waits. */
final class Client implements AutoCloseable {
    private static final int TURNS_MAX = 2_000_000;

    record Response(int status, String head, String body) {}

    private final Cpu cpu;
    final SocketChannel channel;
    private final StringBuilder unread = new StringBuilder();
    private int read;
    private final ByteBuffer piece = ByteBuffer.allocate(1 << 16);
    private boolean isEnded;

    Client(Cpu cpu, InetSocketAddress address) throws IOException {
        this.cpu = cpu;
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
    }

    void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; bytes.hasRemaining() && !isEnded; i++) {
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                receive();
                cpu.tick();
            }
            assertTrue(i < TURNS_MAX, "the server takes no more");
        }
    }

    Response response() throws IOException {
        return response(true);
    }

    /** Of a HEAD, or an interim one. */
    Response headResponse() throws IOException {
        return response(false);
    }

    private Response response(boolean hasBody) throws IOException {
        for (int i = 0; i < TURNS_MAX; i++) {
            int end = unread.indexOf("\r\n\r\n", read) + 4;
            if (end >= 4) {
                String head = unread.substring(read, end);
                int length = hasBody ? lengthOf(head) : 0;
                if (unread.length() >= end + length) {
                    String body = unread.substring(end, end + length);
                    read = end + length;
                    return new Response(Integer.parseInt(head.substring(9, 12)), head, body);
                }
            }
            cpu.tick();
            receive();
        }
        throw new AssertionError("no response; there is: " + unread);
    }

    private static int lengthOf(String head) {
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        return Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
    }

    String untilEnd() throws IOException {
        for (int i = 0; i < TURNS_MAX && !isEnded; i++) {
            cpu.tick();
            receive();
        }
        assertTrue(isEnded, "the connection does not end");
        return unread.substring(read);
    }

    private void receive() throws IOException {
        int count = channel.read(piece.clear());
        isEnded |= count < 0;
        if (read > piece.capacity()) {
            unread.delete(0, read);
            read = 0;
        }
        unread.append(new String(piece.array(), 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

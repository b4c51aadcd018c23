package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.Buffer;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import org.junit.jupiter.api.Assertions;

/**
 * So many bytes through one stream, as fast as it takes them, and then the end: each byte is what its position and the
 * seed say, so that one lost, doubled or moved is seen where it should be.
 */
final class Flow {
    static final int PIECE = 4096;
    static final int LOW = 16 << 10;
    static final int HIGH = 64 << 10;

    final NetDriver.Seen seen;
    private final NetDriver net;
    private final NetStream stream;
    private final long bytes;
    private final long seed;

    int fulls;
    int rooms;
    /** The most that was queued. */
    long most;

    private long sent;

    /** Where it arrives; on the same stream, if it comes back. */
    static final class Sink {
        final NetDriver.Seen seen = new NetDriver.Seen();
        private final long seed;
        long received;
        boolean isEnded;

        Sink(NetStream stream, long seed) {
            this.seed = seed;
            stream.onEnd(_ -> isEnded = true)
                    .onClose((_, reason) -> seen.closes.add(reason))
                    .onReceive((_, buffer) -> take(buffer));
        }

        void take(Buffer buffer) {
            while (buffer.readable() > 0) {
                byte got = buffer.readByte();
                byte expected = at(seed, received);
                if (got != expected) {
                    Assertions.fail("byte " + received + " of flow " + seed + " is " + got + ", not " + expected);
                }
                received++;
            }
            buffer.free();
        }
    }

    Flow(NetDriver net, NetStream stream, long bytes, long seed) {
        this.net = net;
        this.stream = stream;
        this.bytes = bytes;
        this.seed = seed;
        seen = NetDriver.Seen.of(stream);
        stream.watermarks(LOW, HIGH).onWritable(_ -> {
            rooms++;
            start();
        });
    }

    static byte at(long seed, long position) {
        long mixed = (position + seed * 0xBF58476D1CE4E5B9L) * 0x9E3779B97F4A7C15L;
        return (byte) (mixed >>> 40);
    }

    Sink into(NetStream receiver) {
        return new Sink(receiver, seed);
    }

    /** Until it is full; goes on by itself. */
    void start() {
        while (sent < bytes) {
            int size = (int) Math.min(PIECE, bytes - sent);
            Buffer piece = net.driver().buffer(size);
            for (int i = 0; i < size; i++) {
                piece.writeByte(at(seed, sent + i));
            }
            Sent answer = stream.send(piece);
            if (answer == Sent.FULL) {
                piece.free();
                fulls++;
                return;
            }
            assertEquals(Sent.ACCEPTED, answer);
            sent += size;
            most = Math.max(most, stream.queuedBytes());
        }
        stream.shutdownOutput();
    }

    @Override
    public String toString() {
        return sent + " of " + bytes + " bytes accepted, " + fulls + " times full, " + rooms + " times room, at most "
                + most + " queued";
    }
}

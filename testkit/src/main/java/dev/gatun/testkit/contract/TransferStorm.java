package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * Many connections that all send and receive at once, in pieces of random sizes: each byte is its connection's own
 * sequence, so that one lost, doubled or misled is seen. Some stop reading for a while, some close one half first, some
 * break off; who does not break off must have received everything. {@code gatun.transfer.connections} and
 * {@code gatun.transfer.bytes} (for all connections together) make it longer.
 */
final class TransferStorm {
    private static final int PIECE_MAX = 16 << 10;

    /** More than the slowest takes beside others: each byte is made, sent and compared. */
    private static final int NANOS_A_BYTE = 200;

    private static final int NAMED_MAX = 8;

    private final NetDriver net;
    private final int connections;
    private final long bytesEach;
    private final long seed;
    private final Random random;
    private final boolean injectsFaults;

    /** All ends together must leave the pool something to receive into. */
    private final int piecesAtOnce;

    private final List<End> ends = new ArrayList<>();
    private int closed;

    /** One end: what it has to send, and what it expects. */
    private final class End {
        final int number;
        final long breakOffAt;
        long sent;
        long received;
        boolean isEnded;
        boolean isPaused;
        boolean brokeOff;

        @Nullable
        NetStream stream;

        @Nullable
        CloseReason reason;

        @Nullable
        End other;

        End(int number, boolean breaksOff) {
            this.number = number;
            breakOffAt = breaksOff ? random.nextLong(bytesEach) : Long.MAX_VALUE;
        }

        void start(NetStream itsStream) {
            stream = itsStream;
            itsStream
                    .watermarks(PIECE_MAX, 4 * PIECE_MAX)
                    .onWritable(_ -> fill())
                    .onEnd(_ -> isEnded = true)
                    .onClose((_, why) -> {
                        Assertions.assertNull(reason, "closed twice");
                        reason = why;
                        closed++;
                    })
                    .onReceive((_, buffer) -> check(buffer));
            fill();
        }

        void fill() {
            NetStream to = Objects.requireNonNull(stream);
            for (int left = piecesAtOnce; left > 0 && to.isWritable() && sent < bytesEach; left--) {
                Buffer buffer = piece();
                if (buffer == null) {
                    return; // the pool is empty for now: the turn that follows tries again
                }
                assertEquals(Sent.ACCEPTED, to.send(buffer));
                if (sent >= breakOffAt) {
                    brokeOff = true;
                    to.abort();
                    return;
                }
            }
            if (sent >= bytesEach && to.isOpen()) {
                to.shutdownOutput();
            }
        }

        private @Nullable Buffer piece() {
            int size = (int) Math.min(bytesEach - sent, 1 + random.nextInt(1 << random.nextInt(15)));
            Buffer buffer = net.cpu().buffers().allocate(size);
            if (buffer != null) {
                for (int i = 0; i < size; i++) {
                    buffer.writeByte(at(number, sent + i));
                }
                sent += size;
            }
            return buffer;
        }

        void check(Buffer buffer) {
            int from = Objects.requireNonNull(other).number;
            while (buffer.readable() > 0) {
                byte expected = at(from, received);
                byte got = buffer.readByte();
                if (got != expected) {
                    Assertions.fail(
                            "seed " + seed + ": byte " + received + " of " + from + " is " + got + ", not " + expected);
                }
                received++;
            }
            buffer.free();
            if (random.nextInt(64) == 0) {
                isPaused = true;
                Objects.requireNonNull(stream).pause();
            }
        }

        void stir() {
            NetStream own = stream;
            if (own == null || !own.isOpen()) {
                return;
            }
            if (isPaused && random.nextInt(4) == 0) {
                isPaused = false;
                own.resume();
            }
            fill();
        }
    }

    TransferStorm(NetDriver net) {
        this(
                net,
                Integer.getInteger("gatun.transfer.connections", 40),
                Long.getLong("gatun.transfer.bytes", 12L << 20),
                Long.getLong("gatun.seed", System.nanoTime()));
    }

    TransferStorm(NetDriver net, int connections, long bytes, long seed) {
        this.net = net;
        this.connections = connections;
        this.seed = seed;
        bytesEach = bytes / connections;
        random = new Random(seed);
        piecesAtOnce = Math.max(1, 400 / connections);
        injectsFaults = net.driver().ground().injectsFaults();
    }

    private static byte at(int number, long position) {
        long mixed = position * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L;
        return (byte) (mixed >>> 40);
    }

    void run() {
        List<NetStream> accepted = new ArrayList<>();
        NetListener listener = net.listen(
                NetDriver.LOOPBACK, NetConfig.lowLatency().without(SocketOption.RECEIVE_BUFFER_BYTES), accepted);
        for (int i = 0; i < connections; i++) {
            NetStream client =
                    net.tryConnect(listener.address(), NetConfig.systemDefaults(), NetDriver.PATIENCE).stream;
            if (client == null) {
                assertTrue(injectsFaults, "no connection");
                continue;
            }
            net.until(() -> !accepted.isEmpty(), "the other end of connection " + i);
            boolean breaksOff = random.nextInt(8) == 0;
            End left = new End(2 * i, breaksOff);
            End right = new End(2 * i + 1, false);
            left.other = right;
            right.other = left;
            ends.add(left);
            ends.add(right);
            left.start(client);
            right.start(accepted.removeFirst());
        }
        listener.close();
        long start = System.nanoTime();
        long limit = Duration.ofSeconds(30)
                .plusNanos(bytesEach * connections * NANOS_A_BYTE)
                .toNanos();
        while (closed < ends.size()) {
            net.driver().turn();
            if (random.nextInt(8) == 0) {
                ends.forEach(End::stir);
            }
            assertTrue(
                    System.nanoTime() - start < limit,
                    () -> "seed " + seed + ": " + (ends.size() - closed) + " not closed: " + open());
        }
        ends.forEach(this::judge);
    }

    private List<String> open() {
        return ends.stream()
                .filter(end -> end.reason == null)
                .map(end -> end.stream + ", sent " + end.sent + ", received " + end.received)
                .limit(NAMED_MAX)
                .toList();
    }

    private void judge(End end) {
        End other = Objects.requireNonNull(end.other);
        CloseReason reason = Objects.requireNonNull(end.reason);
        String what = "seed " + seed + ", " + end.number + ": " + reason;
        if (injectsFaults) {
            assertTrue(reason.kind() != CloseReason.Kind.HANDLER_FAILED, what);
        } else if (end.brokeOff) {
            assertEquals(CloseReason.Kind.CLOSED_HERE, reason.kind(), what);
        } else if (other.brokeOff) {
            assertEquals(CloseReason.Kind.FAILED, reason.kind(), what);
            IoError error = reason.error();
            assertTrue(error == IoError.RESET || error == IoError.BROKEN_PIPE || error == IoError.NOT_CONNECTED, what);
        } else {
            assertEquals(CloseReason.Kind.ENDED_BY_PEER, reason.kind(), what);
            assertEquals(bytesEach, end.received, what);
            assertTrue(end.isEnded, what);
        }
    }
}

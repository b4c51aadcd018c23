package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.NativeAddress;
import dev.gatun.net.Datagram;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.SendOptions;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.Datagrams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * A random walk of a few datagram sockets: datagrams alone and in batches, cut by the system and joined by it, longer
 * than their buffers, with pauses, connects, cancels and closes in the middle. Each datagram says who sent it, which
 * one it is and how long it was, and the rest of it follows from that; so what arrives is whole, no older than what
 * came before from the same sender, and what was not received may be missing only. Buffers that were received are kept
 * for a while and compared again before they are freed: nobody may have used them meanwhile.
 */
final class DatagramStorm {
    private static final int SOCKETS = 4;
    private static final int HEADER = 3 * Integer.BYTES;
    private static final int BYTES_MAX = 6000;
    private static final int SEGMENTS_MAX = 8;
    private static final int BATCH = 8;
    private static final int OWN_BYTES = 600;
    private static final int KEPT_MAX = 12;

    private final UdpDriver udp;
    private final long seed;
    private final Random random;
    private final NativeAddress to;
    private final SendOptions options = new SendOptions();
    private final List<Place> places = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private int channels;
    private int closed;
    private int arrived;

    /** What was received, as it was then. */
    private static final class Kept {
        private final Buffer buffer;
        private final byte[] bytes;

        Kept(Buffer buffer) {
            this.buffer = buffer;
            bytes = bytesOf(buffer);
        }
    }

    /** One socket after the other, at places that keep their number. */
    private final class Place {
        private final int number;

        /** By channel: the last that its socket has received. */
        private final Map<Integer, Integer> last = new HashMap<>();

        private UdpSocket socket;

        /** What is sent alone and what is sent by the batch may overtake each other: a channel each. */
        private int channel;

        private int alone;
        private int batched;
        private boolean takesBatches;
        private @Nullable BufferBatch receiving;
        private @Nullable BufferBatch sending;

        Place(int number) {
            this.number = number;
            socket = open();
        }

        private UdpSocket open() {
            NetConfig config = NetConfig.systemDefaults();
            if (random.nextInt(3) == 0) {
                config = config.withHopLimits(true).withDestinations(true);
            }
            if (random.nextInt(3) == 0) {
                config = config.withCoalescing(true);
            }
            UdpSocket opened = udp.open(UdpDriver.LOOPBACK, config);
            channel = channels;
            channels += 2;
            alone = 0;
            batched = 0;
            last.clear();
            takesBatches = random.nextInt(3) == 0;
            opened.onClose(_ -> closed++);
            if (!takesBatches) {
                opened.onReceive((_, datagram) -> receive(datagram));
            }
            return opened;
        }

        void act() {
            if (!socket.isOpen()) {
                if (sending == null && receiving == null) {
                    socket = open();
                }
                return;
            }
            switch (random.nextInt(24)) {
                case 0 -> socket.close();
                case 1, 2 -> socket.pause();
                case 3, 4, 5, 6 -> socket.resume();
                case 7 -> connect();
                case 8, 9, 10 -> sendBatch();
                case 11, 12, 13, 14 -> receiveBatch();
                default -> send();
            }
        }

        /** Whoever it is connected to alone is heard from then on, until the next. */
        private void connect() {
            try {
                if (random.nextBoolean()) {
                    socket.connect(anyone().socket.address());
                } else {
                    socket.disconnect();
                }
            } catch (NetException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        private void send() {
            to.set(anyone().socket.address());
            options.clear();
            if (random.nextInt(4) == 0) {
                options.hopLimit(1 + random.nextInt(9));
            }
            int segment = random.nextInt(4) == 0 ? HEADER + random.nextInt(1200) : 0;
            Buffer buffer = segment == 0 ? one(size(BYTES_MAX), channel, alone++) : several(segment);
            if (buffer == null) {
                return;
            }
            if (segment > 0) {
                options.segmentBytes(segment);
            }
            if (socket.send(buffer, to, options) == Sent.FULL) {
                buffer.free();
            }
        }

        private int size(int max) {
            return HEADER + random.nextInt(random.nextBoolean() ? 100 : max - HEADER);
        }

        private @Nullable Buffer one(int bytes, int by, int which) {
            Buffer buffer = udp.cpu().buffers().allocate(bytes);
            if (buffer != null) {
                write(buffer, bytes, by, which);
            }
            return buffer;
        }

        /** Equal ones, one behind the other, and a last that may be shorter. */
        private @Nullable Buffer several(int segment) {
            int count = 1 + random.nextInt(SEGMENTS_MAX);
            int shorter = HEADER + random.nextInt(segment - HEADER + 1);
            Buffer buffer = udp.cpu().buffers().allocate(count * segment);
            for (int i = 0; buffer != null && i < count; i++) {
                write(buffer, i < count - 1 ? segment : shorter, channel, alone++);
            }
            return buffer;
        }

        private void write(Buffer into, int bytes, int by, int which) {
            into.writeInt(by);
            into.writeInt(which);
            into.writeInt(bytes);
            for (int i = HEADER; i < bytes; i++) {
                into.writeByte(at(by, which, i));
            }
        }

        private void sendBatch() {
            if (sending != null) {
                return;
            }
            BufferBatch batch = udp.cpu().newBufferBatch(BATCH);
            for (int i = 0; i < BATCH; i++) {
                Buffer buffer = one(size(OWN_BYTES), channel + 1, batched++);
                if (buffer != null) {
                    batch.to(batch.add(buffer), to.set(anyone().socket.address()));
                }
            }
            if (batch.size() == 0) {
                return;
            }
            sending = batch;
            socket.send(batch, (_, sent, _) -> {
                sending = null;
                free(sent);
            });
        }

        private void receiveBatch() {
            if (!takesBatches || receiving != null) {
                return;
            }
            BufferBatch batch = udp.cpu().newBufferBatch(BATCH);
            for (int i = 0; i < BATCH; i++) {
                Buffer buffer = udp.cpu().buffers().allocate(OWN_BYTES);
                if (buffer != null) {
                    batch.add(buffer);
                }
            }
            if (batch.size() == 0) {
                return;
            }
            receiving = batch;
            socket.receive(batch, (_, filled, count) -> {
                receiving = null;
                for (int slot = 0; slot < count; slot++) {
                    long segment = filled.fact(slot, Datagrams.Fact.SEGMENT_BYTES);
                    Buffer buffer = filled.buffer(slot);
                    check(buffer, segment > 0 ? (int) segment : buffer.readable(), filled.isTruncated(slot));
                }
                free(filled);
            });
        }

        private void receive(Datagram datagram) {
            Buffer buffer = datagram.buffer();
            check(buffer, datagram.segmentBytes(), datagram.isTruncated());
            if (kept.size() < KEPT_MAX && random.nextBoolean()) {
                kept.add(new Kept(buffer));
            } else {
                buffer.free();
            }
        }

        private void check(Buffer buffer, int segment, boolean isTruncated) {
            int from = buffer.readerIndex();
            int end = from + buffer.readable();
            for (int at = from; at < end; at += Math.max(segment, 1)) {
                check(buffer, at, Math.min(segment, end - at), isTruncated);
            }
        }

        private void check(Buffer buffer, int at, int bytes, boolean isTruncated) {
            if (isTruncated && bytes < HEADER) {
                return; // the last of several that came as one
            }
            arrived++;
            assertTrue(bytes >= HEADER, () -> told(bytes) + " came");
            int by = buffer.getInt(at);
            int which = buffer.getInt(at + Integer.BYTES);
            int length = buffer.getInt(at + 2 * Integer.BYTES);
            assertTrue(length == bytes || (isTruncated && length > bytes), () -> told(bytes) + " of " + length);
            Integer before = last.put(by, which);
            assertTrue(
                    before == null || before < which,
                    () -> told(bytes) + " of channel " + by + ": " + which + " after " + before);
            for (int i = HEADER; i < bytes; i++) {
                if (at(by, which, i) != buffer.getByte(at + i)) {
                    Assertions.fail(told(bytes) + " of channel " + by + ", " + which + ": byte " + i);
                }
            }
        }

        private String told(int bytes) {
            return "seed " + seed + ", place " + number + ": " + bytes + " bytes";
        }
    }

    DatagramStorm(UdpDriver udp, long seed) {
        this.udp = udp;
        this.seed = seed;
        random = new Random(seed);
        to = udp.cpu().newAddress();
    }

    private static byte at(int by, int which, int position) {
        long mixed = (position + which * 0xBF58476D1CE4E5B9L + by * 0x94D049BB133111EBL) * 0x9E3779B97F4A7C15L;
        return (byte) (mixed >>> 40);
    }

    private Place anyone() {
        return places.get(random.nextInt(places.size()));
    }

    private static byte[] bytesOf(Buffer buffer) {
        byte[] bytes = new byte[buffer.readable()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = buffer.getByte(buffer.readerIndex() + i);
        }
        return bytes;
    }

    private static void free(BufferBatch batch) {
        for (int slot = 0; slot < batch.size(); slot++) {
            batch.buffer(slot).free();
        }
        batch.clear();
    }

    /** So many steps, and then the end of every socket. */
    void run(int steps) {
        for (int i = 0; i < SOCKETS; i++) {
            places.add(new Place(i));
        }
        for (int i = 0; i < steps; i++) {
            anyone().act();
            if (random.nextInt(3) == 0) {
                udp.driver().turn();
            }
            if (!kept.isEmpty() && random.nextInt(6) == 0) {
                release(kept.removeFirst());
            }
        }
        places.forEach(place -> place.socket.close());
        udp.until(() -> 2 * closed == channels, "seed " + seed + ": the end of all sockets");
        kept.forEach(this::release);
        assertTrue(arrived > 0, "seed " + seed + ": nothing arrived");
    }

    private void release(Kept of) {
        assertArrayEquals(of.bytes, bytesOf(of.buffer), () -> "seed " + seed + ": used while it was kept");
        of.buffer.free();
    }
}

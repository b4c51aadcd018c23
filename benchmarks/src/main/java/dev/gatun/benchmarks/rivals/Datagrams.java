package dev.gatun.benchmarks.rivals;

import dev.gatun.CpuConfig;
import dev.gatun.benchmarks.subjects.Arguments;
import dev.gatun.benchmarks.subjects.DatagramFiller;
import dev.gatun.benchmarks.subjects.PinnedCpu;
import dev.gatun.benchmarks.subjects.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Fills the queue of a receiving socket of this process, and checks what is taken out of it. The thread that made it
 * alone.
 */
public final class Datagrams {
    /** The bytes of each. */
    public static final int SIZE = 64;

    private static final int FILL = 1024;
    private static final int QUEUE_BYTES = 8 << 20;
    private static final int ADDRESS = 1;
    private static final int INODE = 9;

    private final DatagramFiller filler;
    private long sent;
    private long received;

    private Datagrams(DatagramFiller filler) {
        this.filler = filler;
    }

    static Datagrams to(int port, boolean segmented, Arguments arguments) {
        try {
            new SocketOptions().queueBytes(descriptorOf(port), QUEUE_BYTES);
        } catch (IOException e) {
            throw Stage.unchecked(e);
        }
        InetSocketAddress receiver = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new Datagrams(
                new DatagramFiller(PinnedCpu.openUsable(arguments, CpuConfig.DEFAULT), receiver, segmented));
    }

    /** As the kernel tells: not every library lets its descriptors be seen. */
    private static long descriptorOf(int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        List<String> bound = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/udp")));
        bound.addAll(Files.readAllLines(Path.of("/proc/net/udp6"))); // where the JDK's sockets are
        String link = bound.stream()
                .map(line -> line.strip().split(" +", -1))
                .filter(fields -> fields[ADDRESS].endsWith(local))
                .map(fields -> "socket:[" + fields[INODE] + "]")
                .findFirst()
                .orElseThrow(() -> new IOException("no socket is bound to port " + port));
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().equals(link)) {
                    return Long.parseLong(descriptor.getFileName().toString());
                }
            }
        }
        throw new IOException("port " + port + " is not this process's");
    }

    /** 1024 of them, numbered on. */
    public void fill() {
        sent = filler.fill(FILL);
    }

    /** One that came, by the eight bytes that it begins and ends with. */
    public void take(long first, long last, int length) {
        if (length != SIZE || first != received || last != received) {
            throw new IllegalStateException("a datagram is missing, cut, or in disorder: expected " + received
                    + ", and got " + first + " to " + last + " of " + length + " bytes");
        }
        received++;
    }

    /** How many are still to come. */
    public long due() {
        return sent - received;
    }

    public long received() {
        return received;
    }
}

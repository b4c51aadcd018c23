package dev.gatun.examples;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.net.Datagram;
import dev.gatun.net.NetConfig;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.Datagrams;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Joins a group and shows what is sent to it: sender, size, the text, and how many datagrams the system had to drop
 * because this program was too slow. It prints on its core's thread, which is where a program that must not be slow
 * would not. That thread's alone.
 */
public final class Multicast {
    private static final int TEXT_BYTES_MAX = 200;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final PrintStream out;
    private long received;
    private long lost;

    private Multicast(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments given = new Arguments(arguments, 1, 2);
        InetSocketAddress group = given.address(0);
        if (!group.getAddress().isMulticastAddress()) {
            throw new UsageException(
                    given.text(0) + " is no group: those are 224.0.0.0 to 239.255.255.255, and ff00::/8");
        }
        NetworkInterface by = given.count() < 2 ? null : interfaceNamed(given.text(1));
        RuntimeConfig config =
                RuntimeConfig.DEFAULT.withCores(1).withOnCpuStart(cpu -> receive(cpu, group, by, System.out));
        try (IoRuntime runtime = IoRuntime.start(config)) {
            System.out.println(
                    "multicast " + group + (by == null ? "" : " by " + by.getName()) + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }

    private static NetworkInterface interfaceNamed(String name) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(name);
        if (found == null) {
            String names = String.join(
                    ", ",
                    NetworkInterface.networkInterfaces()
                            .map(NetworkInterface::getName)
                            .toList());
            throw new UsageException("no interface is called " + name + "; there are: " + names);
        }
        return found;
    }

    /** Others on this machine may listen at the same port. */
    static UdpSocket receive(Cpu cpu, InetSocketAddress group, @Nullable NetworkInterface by, PrintStream out) {
        Multicast shown = new Multicast(out);
        NetConfig config = NetConfig.systemDefaults()
                .withReuseAddress(true)
                .withReceiveBuffer(RECEIVE_BUFFER_BYTES)
                .withDropCounts(true);
        try {
            return UdpSocket.open(cpu, new InetSocketAddress(group.getPort()), config)
                    .join(group.getAddress(), by)
                    .onReceive(shown::show)
                    .onClose(_ -> out.println("received " + shown.received + ", lost " + shown.lost));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void show(UdpSocket socket, Datagram datagram) {
        Buffer buffer = datagram.buffer();
        received++;
        long drops = datagram.fact(Datagrams.Fact.DROPS);
        if (drops != Datagrams.UNTOLD && drops > lost) {
            out.println("lost " + (drops - lost) + ": the system had no room for more");
            lost = drops;
        }
        byte[] text = new byte[Math.min(buffer.readable(), TEXT_BYTES_MAX)];
        buffer.getBytes(0, text, 0, text.length);
        String shown = new String(text, StandardCharsets.UTF_8).strip();
        out.println(datagram.sender().get() + " " + buffer.readable() + " bytes: " + shown);
        buffer.free();
    }
}

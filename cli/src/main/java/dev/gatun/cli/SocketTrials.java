package dev.gatun.cli;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import dev.gatun.net.OptionOutcome;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.SocketOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Every socket option of {@link NetConfig}, set on a socket of TCP and of UDP and read back. One use, one thread. */
final class SocketTrials {
    private final IoBackendProvider provider;

    SocketTrials(IoBackendProvider provider) {
        this.provider = provider;
    }

    List<Feature> all() {
        List<Feature> features = new ArrayList<>();
        Cpu cpu = Cpu.standalone(provider, CpuConfig.DEFAULT);
        try {
            SocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            tcp(cpu, here, features);
            udp(cpu, here, features);
            Capabilities capabilities = cpu.backend().capabilities();
            features.add(capability(capabilities, Capabilities.Feature.ZERO_COPY_SEND, "zero-copy-send"));
        } finally {
            cpu.close(TimeUnit.SECONDS.toNanos(1));
        }
        return features;
    }

    private static void tcp(Cpu cpu, SocketAddress here, List<Feature> features) {
        try {
            NetListener listener = NetListener.open(cpu, here, everything(), stream -> stream.abort());
            listener.options().forEach(outcome -> features.add(feature("tcp.", outcome)));
            listener.close();
        } catch (NetException e) {
            features.add(Feature.tried("tcp", State.NO, String.valueOf(e.getMessage()), null));
        }
    }

    private static void udp(Cpu cpu, SocketAddress here, List<Feature> features) {
        try {
            UdpSocket socket = UdpSocket.open(cpu, here, everything());
            socket.options().forEach(outcome -> features.add(feature("udp.", outcome)));
            socket.close();
        } catch (NetException e) {
            features.add(Feature.tried("udp", State.NO, String.valueOf(e.getMessage()), null));
        }
    }

    /** A value for each option, that a system which has it will usually take. */
    private static NetConfig everything() {
        NetConfig config = NetConfig.lowLatency();
        for (SocketOption option : SocketOption.values()) {
            config = config.names(option) ? config : withSomeValue(config, option);
        }
        return config.withStrict(false);
    }

    private static NetConfig withSomeValue(NetConfig config, SocketOption option) {
        return switch (option) {
            case CONGESTION_CONTROL -> config.with(option, "cubic");
            case DEVICE -> config.with(option, "lo");
            case BUSY_POLL_MICROS -> config.with(option, 50);
            case BUSY_POLL_BUDGET -> config.with(option, 8);
            case HOP_LIMIT -> config.with(option, 64);
            case KEEP_ALIVE_IDLE_SECONDS, KEEP_ALIVE_INTERVAL_SECONDS, KEEP_ALIVE_PROBES -> config.with(option, 5);
            case USER_TIMEOUT_MILLIS -> config.with(option, 10_000);
            case FAST_OPEN_QUEUE -> config.with(option, 16);
            case NOT_SENT_LOW_WATER_BYTES -> config.with(option, 65_536);
            case RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES -> config.with(option, 1 << 20);
            case IPV6_ONLY, INCOMING_CPU, MULTICAST_INTERFACE, LINGER_SECONDS -> config.with(option, 0);
            default -> config.with(option, 1);
        };
    }

    private static Feature feature(String prefix, OptionOutcome outcome) {
        String name = prefix + outcome.option().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String effective = outcome.effective().isEmpty() ? "" : "read back " + outcome.effective();
        String why = outcome.error() == null ? "" : outcome.error().meaning();
        State state =
                switch (outcome.status()) {
                    case SET -> State.YES;
                    case ADJUSTED, REFUSED -> State.LIMITED;
                    case UNSUPPORTED -> State.NO;
                    case NOT_APPLICABLE -> State.UNKNOWN;
                };
        String detail = state == State.UNKNOWN
                ? "means nothing to such a socket"
                : String.join(
                        "; ",
                        List.of("asked for " + outcome.asked(), effective, why).stream()
                                .filter(part -> !part.isEmpty())
                                .toList());
        return Feature.tried(name, state, detail, none(outcome.remedy()));
    }

    private static @Nullable String none(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Feature capability(Capabilities capabilities, Capabilities.Feature feature, String name) {
        boolean has = capabilities.supports(feature);
        return Feature.read(
                name, has ? State.YES : State.NO, has ? "the backend has it" : "the backend lacks it", null);
    }
}

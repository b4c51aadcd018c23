package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/** Drives streams for a test: both ends of a connection on one Cpu, and what they saw. */
public final class NetDriver {
    static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Driver driver;

    /** Two ends of a connection, and where they met. */
    record Pair(NetStream client, NetStream server, NetListener listener) {}

    /** What one end saw: what it received, its end, and why it closed. */
    static final class Seen {
        final StringBuilder text = new StringBuilder();
        int pieces;
        int ends;
        int rooms;
        final List<CloseReason> closes = new ArrayList<>();

        /** Takes everything that the stream receives, and notes all that happens. */
        static Seen of(NetStream stream) {
            Seen seen = watching(stream);
            stream.onReceive((_, buffer) -> seen.take(buffer));
            return seen;
        }

        /** Notes all but what is received. */
        static Seen watching(NetStream stream) {
            Seen seen = new Seen();
            stream.onEnd(_ -> seen.ends++)
                    .onWritable(_ -> seen.rooms++)
                    .onClose((_, reason) -> seen.closes.add(reason));
            return seen;
        }

        void take(Buffer buffer) {
            pieces++;
            text.append(Driver.textOf(buffer));
        }

        CloseReason.Kind closed() {
            Assertions.assertEquals(1, closes.size(), () -> "closed once, not as " + closes);
            return closes.getFirst().kind();
        }
    }

    NetDriver(Driver driver) {
        this.driver = driver;
    }

    public Driver driver() {
        return driver;
    }

    Cpu cpu() {
        return driver.cpu();
    }

    void until(BooleanSupplier condition, String what) {
        driver.turnUntil(condition, () -> what);
    }

    void untilClosed(Seen... all) {
        for (Seen seen : all) {
            until(() -> !seen.closes.isEmpty(), "a stream's close");
        }
    }

    Buffer text(String text) {
        return driver.text(text);
    }

    Buffer bytes(int count) {
        Buffer buffer = driver.buffer(count);
        for (int i = 0; i < count; i++) {
            buffer.writeByte('x');
        }
        return buffer;
    }

    NetListener listen(SocketAddress at, NetConfig config, List<NetStream> accepted) {
        try {
            return NetListener.open(cpu(), at, config, accepted::add);
        } catch (NetException e) {
            return Assertions.fail(e);
        }
    }

    /** The contract's options were chosen on Linux, and the simulated machine is one. */
    boolean hasLinuxOptions() {
        return Set.of("io_uring", "epoll", "simulated")
                .contains(driver.ground().provider().name());
    }

    Pair pair() {
        return pair(LOOPBACK, NetConfig.systemDefaults());
    }

    Pair pair(SocketAddress at, NetConfig config) {
        List<NetStream> accepted = new ArrayList<>();
        NetListener listener = listen(at, config, accepted);
        Pair pair = new Pair(connect(listener.address(), config), first(accepted), listener);
        listener.close();
        return pair;
    }

    NetStream first(List<NetStream> accepted) {
        until(() -> !accepted.isEmpty(), "an accepted connection");
        return accepted.getFirst();
    }

    NetStream connect(SocketAddress to, NetConfig config) {
        Outcome outcome = tryConnect(to, config, PATIENCE);
        Assertions.assertNull(outcome.failure);
        return Objects.requireNonNull(outcome.stream);
    }

    /** What a connect brought. */
    static final class Outcome {
        @Nullable
        NetStream stream;

        @Nullable
        NetException failure;

        int told;

        void tell(@Nullable NetStream connected, @Nullable NetException failed) {
            stream = connected;
            failure = failed;
            told++;
        }
    }

    Outcome tryConnect(SocketAddress to, NetConfig config, Duration within) {
        Outcome outcome = new Outcome();
        NetStream.connect(cpu(), to, config, within, outcome::tell);
        until(() -> outcome.told > 0, "the outcome of a connect");
        Assertions.assertEquals(1, outcome.told);
        return outcome;
    }
}

package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.NativeAddress;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.OptionOutcome;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Drives datagram sockets for a test, and notes what they saw. */
public final class UdpDriver {
    static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

    private final Driver driver;
    private final List<UdpSocket> sockets = new ArrayList<>();

    /** What one socket saw. */
    static final class Seen {
        final List<String> texts = new ArrayList<>();
        final List<SocketAddress> senders = new ArrayList<>();
        final List<IoError> errors = new ArrayList<>();
        final List<CloseReason> closes = new ArrayList<>();
        int rooms;

        static Seen of(UdpSocket socket) {
            Seen seen = watching(socket);
            socket.onReceive((_, datagram) -> {
                seen.senders.add(datagram.sender().get());
                seen.texts.add(Driver.textOf(datagram.buffer()));
            });
            return seen;
        }

        /** Notes all but what is received. */
        static Seen watching(UdpSocket socket) {
            Seen seen = new Seen();
            socket.onError(seen.errors::add).onWritable(() -> seen.rooms++).onClose(seen.closes::add);
            return seen;
        }
    }

    UdpDriver(Driver driver) {
        this.driver = driver;
    }

    Driver driver() {
        return driver;
    }

    /** Skips the test where no real kernel is. */
    void assumeReal(String reason) {
        Assumptions.assumeTrue(isReal(), reason);
    }

    boolean isReal() {
        return driver.ground() instanceof RealGround;
    }

    Cpu cpu() {
        return driver.cpu();
    }

    UdpSocket open() {
        return open(LOOPBACK, NetConfig.systemDefaults());
    }

    UdpSocket open(SocketAddress at, NetConfig config) {
        try {
            UdpSocket socket = UdpSocket.open(cpu(), at, config);
            sockets.add(socket);
            return socket;
        } catch (NetException e) {
            return Assertions.fail(e);
        }
    }

    /** Or the test is skipped, with the reason. */
    UdpSocket openWith(SocketOption option, long value) {
        UdpSocket socket = open(LOOPBACK, NetConfig.systemDefaults().with(option, value));
        OptionOutcome outcome = socket.options().getFirst();
        Assumptions.assumeTrue(outcome.isAsAsked(), outcome::toString);
        return socket;
    }

    NativeAddress addressOf(UdpSocket socket) {
        return cpu().newAddress().set(socket.address());
    }

    void connect(UdpSocket socket, SocketAddress to) {
        try {
            socket.connect(to);
        } catch (NetException e) {
            Assertions.fail(e);
        }
    }

    void send(UdpSocket from, NativeAddress to, String text) {
        Assertions.assertEquals(Sent.ACCEPTED, from.send(driver.text(text), to));
    }

    Buffer bytes(int count) {
        Buffer buffer = driver.buffer(Math.max(count, 1));
        for (int i = 0; i < count; i++) {
            buffer.writeByte(i);
        }
        return buffer;
    }

    void until(BooleanSupplier condition, String what) {
        driver.turnUntil(condition, () -> what);
    }

    /** Those that the test left open, so that their buffers are back before these are counted. */
    void closeAll() {
        sockets.stream().filter(UdpSocket::isOpen).toList().forEach(this::close);
    }

    /** Closes it and waits for what it says of that. */
    void close(UdpSocket socket) {
        Seen seen = Seen.watching(socket);
        socket.close();
        until(() -> !seen.closes.isEmpty(), "the end of " + socket);
        Assertions.assertEquals(
                CloseReason.Kind.CLOSED_HERE, seen.closes.getFirst().kind());
    }
}

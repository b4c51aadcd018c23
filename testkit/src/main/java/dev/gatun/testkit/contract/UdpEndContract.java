package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.NativeAddress;
import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.Sent;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ends of all kinds, each told once, and what goes wrong without being an end. */
interface UdpEndContract {
    UdpDriver udp();

    @Test
    default void whatWasAcceptedGoesBeforeTheClose() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = udp().open();
        UdpDriver.Seen atSender = UdpDriver.Seen.of(sender);
        NativeAddress to = udp().addressOf(receiver);
        for (int i = 0; i < 100; i++) {
            udp().send(sender, to, "last words " + i);
        }
        sender.close();
        sender.close();
        assertEquals(Sent.CLOSED, sender.send(udp().driver().text("too late"), to));
        udp().until(() -> seen.texts.size() == 100, "all that was accepted");
        udp().until(() -> !atSender.closes.isEmpty(), "the close");
        udp().driver().settle();
        assertEquals(List.of(CloseReason.Kind.CLOSED_HERE), kinds(atSender));
        assertThrows(IllegalStateException.class, () -> sender.onReceive((_, _) -> {}));
        assertThrows(IllegalStateException.class, () -> sender.connect(receiver.address()));
    }

    private static List<CloseReason.Kind> kinds(UdpDriver.Seen seen) {
        return seen.closes.stream().map(CloseReason::kind).toList();
    }

    @Test
    default void closedInTheMiddleOfItsCallback() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.watching(receiver);
        receiver.onReceive((socket, datagram) -> {
            seen.texts.add(Driver.textOf(datagram.buffer()));
            socket.close();
        });
        UdpSocket sender = udp().open();
        NativeAddress to = udp().addressOf(receiver);
        for (int i = 0; i < 50; i++) {
            udp().send(sender, to, "datagram " + i);
        }
        udp().until(() -> !seen.closes.isEmpty(), "the close");
        udp().driver().settle();
        assertEquals(List.of("datagram 0"), seen.texts);
        assertEquals(List.of(CloseReason.Kind.CLOSED_HERE), kinds(seen));
    }

    @Test
    default void aFailingCallbackEndsItsSocketAlone() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.watching(receiver);
        receiver.onReceive((_, _) -> {
            throw new IllegalStateException("a fault of the application's");
        });
        UdpSocket other = udp().open();
        UdpDriver.Seen atOther = UdpDriver.Seen.of(other);
        UdpSocket sender = udp().open();
        udp().send(sender, udp().addressOf(receiver), "fatal");
        udp().send(sender, udp().addressOf(other), "well");
        udp().until(() -> !seen.closes.isEmpty() && !atOther.texts.isEmpty(), "an end, and none");
        assertEquals(List.of(CloseReason.Kind.HANDLER_FAILED), kinds(seen));
        assertTrue(other.isOpen());
    }

    @Test
    default void itEndsWithItsCore() {
        UdpSocket socket = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(socket);
        UdpSocket other = udp().open();
        UdpDriver.Seen atOther = UdpDriver.Seen.watching(other);
        udp().send(other, udp().addressOf(socket), "on its way");
        assertTrue(udp().driver().closeCpu().isClean());
        assertEquals(List.of(CloseReason.Kind.CORE_CLOSED), kinds(seen));
        assertEquals(List.of(CloseReason.Kind.CORE_CLOSED), kinds(atOther));
    }

    /** The kernel says it of the next operation; what is sent then is sent all the same. */
    @Test
    default void nobodyThereIsToldAndDoesNotEndIt() {
        UdpSocket gone = udp().open();
        InetSocketAddress where = (InetSocketAddress) gone.address();
        udp().close(gone);
        UdpSocket sender = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(sender);
        udp().connect(sender, where);
        sender.send(udp().driver().text("to nobody"));
        udp().until(() -> !seen.errors.isEmpty(), "that nobody is there");
        assertEquals(IoError.REFUSED, seen.errors.getFirst());
        UdpSocket back = udp().open(where, NetConfig.systemDefaults());
        UdpDriver.Seen atBack = UdpDriver.Seen.of(back);
        sender.send(udp().driver().text("to somebody"));
        udp().until(() -> !atBack.texts.isEmpty(), "a datagram");
        assertEquals(List.of("to somebody"), atBack.texts);
        assertTrue(sender.isOpen());
    }

    @Test
    default void tooBigADatagramIsDroppedAndTheNextGoes() {
        UdpSocket receiver = udp().open();
        UdpDriver.Seen seen = UdpDriver.Seen.of(receiver);
        UdpSocket sender = udp().open();
        UdpDriver.Seen atSender = UdpDriver.Seen.watching(sender);
        NativeAddress to = udp().addressOf(receiver);
        udp().send(sender, to, "before");
        assertEquals(Sent.ACCEPTED, sender.send(udp().bytes(66_000), to));
        udp().send(sender, to, "behind");
        udp().until(() -> seen.texts.size() == 2 && !atSender.errors.isEmpty(), "both, and an error");
        assertEquals(List.of("before", "behind"), seen.texts);
        assertTrue(atSender.errors.stream().allMatch(IoError.MESSAGE_TOO_BIG::equals), atSender.errors::toString);
        assertEquals(2, sender.sent());
    }

    @Test
    default void anAddressThatIsTakenIsRefusedWithTheReason() {
        UdpSocket socket = udp().open();
        NetException refused = assertThrows(
                NetException.class, () -> UdpSocket.open(udp().cpu(), socket.address(), NetConfig.systemDefaults()));
        assertEquals(IoError.ADDRESS_IN_USE, refused.error());
        assertThrows(
                IllegalArgumentException.class,
                () -> UdpSocket.open(
                        udp().cpu(),
                        InetSocketAddress.createUnresolved("no.such.name", 1),
                        NetConfig.systemDefaults()));
    }

    @Test
    default void aFreedBufferIsRefusedAtOnce() {
        UdpSocket socket = udp().open();
        Buffer buffer = udp().driver().text("gone");
        buffer.free();
        assertThrows(IllegalStateException.class, () -> socket.send(buffer, udp().addressOf(socket)));
    }
}

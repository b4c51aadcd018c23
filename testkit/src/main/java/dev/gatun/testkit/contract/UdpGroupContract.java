package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.NativeAddress;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Multicast on the loopback: groups joined by anybody or by source, and left; told to this machine or not. */
interface UdpGroupContract {
    UdpDriver udp();

    private static NetworkInterface loopback() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        return Objects.requireNonNull(loopback, "no loopback");
    }

    private UdpSocket member(InetAddress group, NetworkInterface by) throws Exception {
        String wildcard = group.getAddress().length == 4 ? "0.0.0.0" : "::";
        return joined(udp().open(new InetSocketAddress(wildcard, 0), NetConfig.systemDefaults()), group, by);
    }

    /** Or the test is skipped: a network without groups, or a loopback that takes none. */
    private static UdpSocket joined(UdpSocket socket, InetAddress group, NetworkInterface by) {
        try {
            return socket.join(group, by);
        } catch (NetException e) {
            Assumptions.abort("no groups here: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    private UdpSocket sender(String host, NetworkInterface by, int loop) {
        NetConfig config = NetConfig.systemDefaults()
                .with(SocketOption.MULTICAST_INTERFACE, by.getIndex())
                .with(SocketOption.MULTICAST_HOPS, 3)
                .with(SocketOption.MULTICAST_LOOP, loop)
                .withStrict(true);
        return udp().open(new InetSocketAddress(host, 0), config);
    }

    private NativeAddress at(InetAddress group, UdpSocket member) {
        return udp().cpu()
                .newAddress()
                .set(new InetSocketAddress(group, ((InetSocketAddress) member.address()).getPort()));
    }

    @Test
    default void aMemberHearsItsGroupUntilItLeaves() throws Exception {
        hearsUntilItLeaves("239.1.2.3", loopback(), "127.0.0.1", "127.0.0.1");
    }

    /** IPv6's loopback has no route for groups; a group of the interface's own scope does not leave the machine. */
    @Test
    default void aMemberHearsItsIpv6GroupUntilItLeaves() throws Exception {
        udp().assumeReal("no groups here");
        for (NetworkInterface by : NetworkInterface.networkInterfaces().toList()) {
            boolean isInet6 = by.inetAddresses().anyMatch(Inet6Address.class::isInstance);
            if (by.isUp() && !by.isLoopback() && by.supportsMulticast() && isInet6) {
                hearsUntilItLeaves("ff01::1234", by, "::", "::1");
                return;
            }
        }
        Assumptions.abort("no interface but the loopback speaks IPv6");
    }

    private void hearsUntilItLeaves(String name, NetworkInterface by, String from, String host) throws Exception {
        InetAddress group = InetAddress.getByName(name);
        UdpSocket member = member(group, by);
        UdpDriver.Seen seen = UdpDriver.Seen.of(member);
        UdpSocket sender = sender(from, by, 1);
        udp().send(sender, at(group, member), "to all");
        udp().until(() -> !seen.texts.isEmpty(), "what was sent to " + group);
        member.leave(group, by);
        udp().send(sender, at(group, member), "to the others");
        udp().send(sender, at(InetAddress.getByName(host), member), "to one");
        udp().until(() -> seen.texts.size() == 2, "what was sent to it alone");
        assertEquals(List.of("to all", "to one"), seen.texts);
    }

    @Test
    default void aSourceIsHeardAndNoOther() throws Exception {
        InetAddress group = InetAddress.getByName("232.1.2.3");
        UdpSocket member = member(group, loopback());
        UdpDriver.Seen seen = UdpDriver.Seen.of(member);
        member.leave(group, loopback());
        member.join(group, loopback(), InetAddress.getByName("127.0.0.1"));
        UdpSocket wanted = sender("127.0.0.1", loopback(), 1);
        UdpSocket other = sender("127.0.0.9", loopback(), 1);
        udp().send(other, at(group, member), "not wanted");
        udp().until(() -> other.sent() == 1, "a send");
        udp().send(wanted, at(group, member), "wanted");
        udp().until(() -> !seen.texts.isEmpty(), "what the source sent");
        member.leave(group, loopback(), InetAddress.getByName("127.0.0.1"));
        udp().send(wanted, at(group, member), "too late");
        udp().send(wanted, at(InetAddress.getByName("127.0.0.1"), member), "to one");
        udp().until(() -> seen.texts.size() == 2, "what was sent to it alone");
        assertEquals(List.of("wanted", "to one"), seen.texts);
    }

    @Test
    default void withoutLoopThisMachineHearsNothing() throws Exception {
        InetAddress group = InetAddress.getByName("239.1.2.4");
        UdpSocket member = member(group, loopback());
        UdpDriver.Seen seen = UdpDriver.Seen.of(member);
        UdpSocket silent = sender("127.0.0.1", loopback(), 0);
        udp().send(silent, at(group, member), "not heard");
        udp().send(silent, at(InetAddress.getByName("127.0.0.1"), member), "to one");
        udp().until(() -> !seen.texts.isEmpty(), "what was sent to it alone");
        assertEquals("to one", seen.texts.getLast());
    }

    @Test
    default void whatIsNoGroupOrWasNotJoinedIsRefused() throws Exception {
        UdpSocket socket = udp().open();
        assertThrows(IllegalArgumentException.class, () -> socket.join(InetAddress.getByName("127.0.0.1"), null));
        joined(socket, InetAddress.getByName("239.1.2.5"), loopback());
        NetException refused =
                assertThrows(NetException.class, () -> socket.leave(InetAddress.getByName("239.9.9.9"), loopback()));
        assertEquals(IoError.ADDRESS_NOT_AVAILABLE, refused.error());
    }
}

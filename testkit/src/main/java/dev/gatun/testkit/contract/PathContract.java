package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.NativeAddress;
import dev.gatun.net.NetConfig;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where no way leads to: each reason has its name, and what keeps silent has its time. */
interface PathContract {
    NetDriver net();

    UdpDriver udp();

    Networks networks();

    private IoError refusalOf(String host, Duration within) {
        NetDriver.Outcome outcome =
                net().tryConnect(new InetSocketAddress(host, 80), NetConfig.systemDefaults(), within);
        return Objects.requireNonNull(outcome.failure, () -> "connected: " + outcome.stream)
                .error();
    }

    @Test
    default void whatNoRouteLeadsToIsUnreachableAtOnce() throws IOException, InterruptedException {
        networks().run(Networks.RIGHT, "ip route add unreachable 10.99.1.0/24; ip route add prohibit 10.99.2.0/24");
        assertEquals(IoError.NETWORK_UNREACHABLE, refusalOf("192.0.2.1", NetDriver.PATIENCE));
        assertEquals(IoError.HOST_UNREACHABLE, refusalOf("10.99.1.1", NetDriver.PATIENCE));
        assertEquals(IoError.ACCESS, refusalOf("10.99.2.1", NetDriver.PATIENCE));
    }

    /** The answer is a message of a router's on the way. */
    @Test
    default void aRouterThatKnowsNoWaySaysSo() throws IOException, InterruptedException {
        networks().run(Networks.LEFT, "ip route add unreachable 10.99.1.0/24; echo 1 >/proc/sys/net/ipv4/ip_forward");
        networks().run(Networks.RIGHT, "ip route add 10.99.0.0/16 via " + Networks.LEFT_HOST);
        assertEquals(IoError.HOST_UNREACHABLE, refusalOf("10.99.1.1", NetDriver.PATIENCE));
    }

    /** A neighbour that is known and not there: what is sent to it goes into the cable and nowhere else. */
    @Test
    default void aBlackHoleTakesAsLongAsItWasGiven() throws IOException, InterruptedException {
        networks().run(Networks.RIGHT, "ip neigh add 10.77.0.99 lladdr 02:00:00:00:00:99 dev right nud permanent");
        long before = net().cpu().nowNanos();
        assertEquals(IoError.TIMED_OUT, refusalOf("10.77.0.99", Duration.ofMillis(120)));
        long took = net().cpu().nowNanos() - before;
        assertTrue(took >= Duration.ofMillis(120).toNanos(), () -> "too early: " + took + " ns");
    }

    @Test
    default void datagramsThatCanNotGoAreToldAndTheSocketGoesOn() throws IOException, InterruptedException {
        networks().run(Networks.RIGHT, "ip route add unreachable 10.99.1.0/24");
        UdpSocket sender = udp().open(new InetSocketAddress("0.0.0.0", 0), NetConfig.systemDefaults());
        UdpDriver.Seen told = UdpDriver.Seen.watching(sender);
        UdpSocket receiver = udp().open(new InetSocketAddress(Networks.RIGHT_HOST, 0), NetConfig.systemDefaults());
        UdpDriver.Seen came = UdpDriver.Seen.of(receiver);
        NativeAddress nowhere = udp().cpu().newAddress().set(new InetSocketAddress("192.0.2.1", 9));
        NativeAddress unreachable = udp().cpu().newAddress().set(new InetSocketAddress("10.99.1.1", 9));
        NativeAddress well = udp().addressOf(receiver);
        udp().send(sender, well, "first");
        udp().send(sender, nowhere, "lost");
        udp().send(sender, unreachable, "lost too");
        udp().send(sender, well, "last");
        udp().until(() -> came.texts.size() == 2, "what can be sent");
        assertEquals(List.of("first", "last"), came.texts);
        assertEquals(2, sender.sent());
        assertTrue(
                told.errors.containsAll(List.of(IoError.NETWORK_UNREACHABLE, IoError.HOST_UNREACHABLE)),
                () -> String.valueOf(told.errors));
        assertTrue(sender.isOpen());
    }
}

package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.net.CloseReason;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.spi.IoError;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listening: who may, who may not, and what becomes of the rest. */
interface NetListenContract {
    NetDriver net();

    @Test
    default void manyConnectionsAreAccepted() {
        List<NetStream> accepted = new ArrayList<>();
        NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), accepted);
        for (int i = 0; i < 50; i++) {
            net().connect(listener.address(), NetConfig.systemDefaults());
        }
        net().until(() -> accepted.size() == 50, "fifty connections");
        assertEquals(50, listener.accepted());
        assertTrue(listener.isOpen());
        listener.close();
        listener.close();
    }

    @Test
    default void anAddressInUseIsRefusedByName() {
        NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), new ArrayList<>());
        NetException refused = assertThrows(
                NetException.class,
                () -> NetListener.open(net().cpu(), listener.address(), NetConfig.systemDefaults(), NetStream::close));
        assertEquals(IoError.ADDRESS_IN_USE, refused.error());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("bind to /127.0.0.1:"), refused::toString);
        listener.close();
    }

    @Test
    default void aSharedPortIsSharedBySeveralListeners() {
        NetConfig config = NetConfig.systemDefaults().withReusePort(true);
        List<NetStream> first = new ArrayList<>();
        List<NetStream> second = new ArrayList<>();
        NetListener one = net().listen(NetDriver.LOOPBACK, config, first);
        NetListener other = net().listen(one.address(), config, second);
        assertEquals(one.address(), other.address());
        for (int i = 0; i < 64; i++) {
            net().connect(one.address(), NetConfig.systemDefaults());
        }
        net().until(() -> first.size() + second.size() == 64, "all connections");
        assertFalse(first.isEmpty() || second.isEmpty(), "one of them had all");
        one.close();
        other.close();
    }

    @Test
    default void whatCanNotBeListenedAtIsSaid() {
        NetConfig config = NetConfig.systemDefaults();
        assertThrows(
                IllegalArgumentException.class,
                () -> NetListener.open(
                        net().cpu(), InetSocketAddress.createUnresolved("localhost", 0), config, NetStream::close));
        NetException elsewhere = assertThrows(
                NetException.class,
                () -> NetListener.open(net().cpu(), new InetSocketAddress("203.0.113.7", 0), config, NetStream::close));
        assertEquals(IoError.ADDRESS_NOT_AVAILABLE, elsewhere.error());
    }

    @Test
    default void aHandlerThatThrowsLosesThatConnectionAlone() throws NetException {
        int[] count = {0};
        List<NetStream> kept = new ArrayList<>();
        NetListener listener = NetListener.open(net().cpu(), NetDriver.LOOPBACK, NetConfig.systemDefaults(), stream -> {
            if (count[0]++ == 0) {
                throw new IllegalStateException("planted");
            }
            kept.add(stream);
        });
        NetDriver.Seen first = NetDriver.Seen.of(net().connect(listener.address(), NetConfig.systemDefaults()));
        net().connect(listener.address(), NetConfig.systemDefaults());
        net().until(() -> kept.size() == 1, "the second connection");
        net().until(() -> first.ends + first.closes.size() > 0, "the end of the first");
        listener.close();
    }

    @Test
    default void closedItRefusesAndItsConnectionsLiveOn() {
        NetDriver.Pair pair = net().pair();
        List<CloseReason> closed = new ArrayList<>();
        NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), new ArrayList<>());
        listener.onClose(closed::add);
        net().driver().turn();
        listener.close();
        net().until(() -> closed.size() == 1, "the listener's end");
        assertEquals(CloseReason.Kind.CLOSED_HERE, closed.getFirst().kind());
        NetDriver.Outcome outcome =
                net().tryConnect(listener.address(), NetConfig.systemDefaults(), NetDriver.PATIENCE);
        assertEquals(
                IoError.REFUSED,
                java.util.Objects.requireNonNull(outcome.failure).error());
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        pair.client().send(net().text("alive"));
        net().until(() -> seen.text.toString().equals("alive"), "the older connection");
    }
}

package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.net.Connecting;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Connecting: well, in vain, and given up. */
interface NetConnectContract {
    NetDriver net();

    @Test
    default void connectingToNobodySaysSo() {
        NetListener gone = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), new ArrayList<>());
        boolean[] isGone = {false};
        gone.onClose(_ -> isGone[0] = true).close();
        net().until(() -> isGone[0], "the listener's end");
        NetDriver.Outcome outcome = net().tryConnect(gone.address(), NetConfig.systemDefaults(), NetDriver.PATIENCE);
        assertNull(outcome.stream);
        NetException failure = Objects.requireNonNull(outcome.failure);
        assertEquals(IoError.REFUSED, failure.error());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("connect to /127.0.0.1:"), failure::toString);
    }

    @Test
    default void aConnectThatIsGivenUpIsToldCancelled() {
        NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), new ArrayList<>());
        NetDriver.Outcome outcome = new NetDriver.Outcome();
        Connecting connecting = NetStream.connect(
                net().cpu(), listener.address(), NetConfig.systemDefaults(), NetDriver.PATIENCE, outcome::tell);
        connecting.cancel();
        connecting.cancel();
        assertEquals(0, outcome.told);
        net().until(() -> outcome.told > 0, "the outcome");
        assertEquals(IoError.CANCELLED, Objects.requireNonNull(outcome.failure).error());
        net().driver().settle();
        assertEquals(1, outcome.told);
        listener.close();
    }

    /** A backlog that is full is a black hole: nobody answers, and nobody refuses. */
    @Test
    default void aConnectThatNobodyAnswersIsTimedOut() {
        long listener = net().driver().bound(Sockets.Family.INET4, Sockets.Type.STREAM, NetDriver.LOOPBACK);
        Driver.check("listen", net().driver().sockets().listen(listener, 1));
        SocketAddress at = net().driver().localAddress(listener).get();
        NetDriver.Outcome outcome = new NetDriver.Outcome();
        for (int i = 0; i < 8 && outcome.failure == null; i++) {
            outcome = net().tryConnect(at, NetConfig.systemDefaults(), Duration.ofMillis(150));
        }
        assertEquals(IoError.TIMED_OUT, Objects.requireNonNull(outcome.failure).error());
    }

    @Test
    default void aCallbackThatThrowsEndsItsStreamAlone() {
        NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), new ArrayList<>());
        NetDriver.Outcome made = new NetDriver.Outcome();
        NetStream.connect(net().cpu(), listener.address(), NetConfig.systemDefaults(), NetDriver.PATIENCE, (s, f) -> {
            made.tell(s, f);
            throw new IllegalStateException("planted");
        });
        net().until(() -> made.stream != null && !made.stream.isOpen(), "the end of what was connected");
        assertNotNull(net().connect(listener.address(), NetConfig.systemDefaults()));
        listener.close();
    }

    @Test
    default void whatCanNotBeConnectedToIsSaid() {
        NetConfig config = NetConfig.systemDefaults();
        InetSocketAddress name = InetSocketAddress.createUnresolved("localhost", 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> NetStream.connect(net().cpu(), name, config, NetDriver.PATIENCE, (_, _) -> {}));
        assertThrows(
                IllegalArgumentException.class,
                () -> NetStream.connect(net().cpu(), NetDriver.LOOPBACK, config, Duration.ZERO, (_, _) -> {}));
    }

    @Test
    default void theEndOfTheCoreIsTheEndOfAConnect() {
        NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), new ArrayList<>());
        NetDriver.Outcome outcome = new NetDriver.Outcome();
        NetStream.connect(
                net().cpu(), listener.address(), NetConfig.systemDefaults(), NetDriver.PATIENCE, outcome::tell);
        assertTrue(net().driver().closeCpu().isClean());
        assertEquals(1, outcome.told);
        assertEquals(IoError.CLOSED, Objects.requireNonNull(outcome.failure).error());
    }
}

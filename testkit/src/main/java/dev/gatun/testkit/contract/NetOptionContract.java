package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.OptionOutcome;
import dev.gatun.net.OptionsRefusedException;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Options: read back on all three kinds of stream sockets, and told when they are not as asked. */
interface NetOptionContract {
    NetDriver net();

    /** Nothing here needs a privilege, or more than any machine has. */
    NetConfig MANY = NetConfig.systemDefaults()
            .withNoDelay(true)
            .withReusePort(true)
            .withReuseAddress(true)
            .withReceiveBuffer(40_000)
            .withSendBuffer(41_000)
            .withTrafficClass(0x48)
            .withHopLimit(9)
            .withKeepAlive(Duration.ofSeconds(50), Duration.ofSeconds(6), 5)
            .withUserTimeout(Duration.ofSeconds(8))
            .withNotSentLowWater(20_000)
            .withPriority(2)
            .withCongestionControl("reno");

    @Test
    default void optionsAreReadBackOnListeningAcceptedAndConnectedSockets() {
        NetDriver.Pair pair = net().pair(NetDriver.LOOPBACK, MANY);
        assertAsAsked(pair.listener().options());
        assertAsAsked(pair.server().options());
        assertAsAsked(pair.client().options());
        assertEquals(MANY.options().size(), pair.server().options().size());
        for (NetStream stream : List.of(pair.server(), pair.client())) {
            assertEquals(1, stream.option(SocketOption.NO_DELAY), stream::toString);
            assertEquals(40_000, stream.option(SocketOption.RECEIVE_BUFFER_BYTES), stream::toString);
            assertEquals(0x48, stream.option(SocketOption.TRAFFIC_CLASS), stream::toString);
            assertEquals(50, stream.option(SocketOption.KEEP_ALIVE_IDLE_SECONDS), stream::toString);
            if (net().hasLinuxOptions()) {
                assertEquals(2, stream.option(SocketOption.PRIORITY), stream::toString);
            }
        }
    }

    /** What a system lacks it must say; Linux lacks none of these. */
    private void assertAsAsked(List<OptionOutcome> outcomes) {
        assertFalse(outcomes.isEmpty());
        outcomes.forEach(outcome -> {
            boolean isMissing = outcome.status() == OptionOutcome.Status.UNSUPPORTED && !net().hasLinuxOptions();
            assertTrue(outcome.isAsAsked() || isMissing, outcome::toString);
            if (outcome.status() == OptionOutcome.Status.SET) {
                assertEquals(outcome.asked(), outcome.effective(), outcome::toString);
            }
        });
    }

    @Test
    default void lowLatencyIsWhatItSays() {
        NetDriver.Pair pair = net().pair(NetDriver.LOOPBACK, NetConfig.lowLatency());
        assertEquals(1, pair.server().option(SocketOption.NO_DELAY));
        assertEquals(1, pair.client().option(SocketOption.NO_DELAY));
        OptionOutcome reusePort = outcome(pair.listener().options(), SocketOption.REUSE_PORT);
        if (net().hasLinuxOptions()) {
            assertEquals("1", reusePort.effective());
        }
        OptionOutcome ofClient = outcome(pair.client().options(), SocketOption.REUSE_PORT);
        assertEquals(OptionOutcome.Status.NOT_APPLICABLE, ofClient.status());
        OptionOutcome buffer = outcome(pair.server().options(), SocketOption.RECEIVE_BUFFER_BYTES);
        assertEquals("1048576", buffer.asked());
        assertTrue(buffer.effectiveNumber() > 0, buffer::toString);
    }

    static OptionOutcome outcome(List<OptionOutcome> outcomes, SocketOption option) {
        return outcomes.stream()
                .filter(outcome -> outcome.option() == option)
                .findFirst()
                .orElseThrow();
    }

    /** An answer carries the acknowledgement, and a system then takes the next to be answered too. */
    @Test
    default void acknowledgementsStayQuickBehindAnswers() {
        NetDriver.Pair pair = net().pair(NetDriver.LOOPBACK, NetConfig.lowLatency());
        Assumptions.assumeTrue(
                pair.server().option(SocketOption.QUICK_ACK) != IoError.NOT_SUPPORTED.result(),
                "no quick answers here");
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        boolean[] answers = {true};
        int[] received = {0};
        pair.server().onReceive((stream, buffer) -> {
            received[0]++;
            if (answers[0]) {
                stream.send(buffer);
            } else {
                buffer.free();
            }
        });
        for (int i = 1; i <= 10; i++) {
            int count = i;
            pair.client().send(net().text("x"));
            net().until(() -> client.text.length() == count, "an echo");
        }
        answers[0] = false;
        pair.client().send(net().text("y"));
        int before = received[0];
        net().until(() -> received[0] > before, "what is not answered");
        net().driver().settle();
        assertEquals(1, pair.server().option(SocketOption.QUICK_ACK));
    }

    @Test
    default void whatIsNotThereIsToldWithTheReason() {
        NetConfig config =
                NetConfig.systemDefaults().withDevice("no-such-device").withHopLimit(7);
        NetDriver.Pair pair = net().pair(NetDriver.LOOPBACK, config);
        OptionOutcome device = outcome(pair.listener().options(), SocketOption.DEVICE);
        Assumptions.assumeTrue(device.status() != OptionOutcome.Status.UNSUPPORTED, device::toString);
        assertEquals(OptionOutcome.Status.REFUSED, device.status());
        assertEquals(IoError.NOT_FOUND, device.error());
        assertEquals(
                "7", outcome(pair.server().options(), SocketOption.HOP_LIMIT).effective());
        assertTrue(device.toString().startsWith("DEVICE no-such-device: REFUSED, "), device::toString);
    }

    @Test
    default void strictNamesEverythingThatIsNotAsAsked() {
        NetConfig strict = NetConfig.systemDefaults()
                .withDevice("no-such-device")
                .withCongestionControl("no-such-one")
                .withHopLimit(7)
                .withStrict(true);
        OptionsRefusedException refused = assertThrows(
                OptionsRefusedException.class,
                () -> NetListener.open(net().cpu(), NetDriver.LOOPBACK, strict, NetStream::close));
        assertEquals(
                List.of(SocketOption.CONGESTION_CONTROL, SocketOption.DEVICE),
                refused.outcomes().stream().map(OptionOutcome::option).toList());
        assertThrows(
                OptionsRefusedException.class,
                () -> NetStream.connect(net().cpu(), NetDriver.LOOPBACK, strict, NetDriver.PATIENCE, (_, _) -> {}));
    }

    @Test
    default void whatMeansNothingToUnixSocketsIsNoReasonToRefuse() {
        net().driver().assumeFeature(dev.gatun.spi.Capabilities.Feature.UNIX_SOCKETS);
        List<NetStream> accepted = new ArrayList<>();
        NetConfig config =
                NetConfig.systemDefaults().withNoDelay(true).withReusePort(true).withStrict(true);
        NetListener listener =
                net().listen(UnixDomainSocketAddress.of(net().driver().ground().path("options")), config, accepted);
        listener.options().forEach(outcome -> assertEquals(OptionOutcome.Status.NOT_APPLICABLE, outcome.status()));
        listener.close();
    }
}

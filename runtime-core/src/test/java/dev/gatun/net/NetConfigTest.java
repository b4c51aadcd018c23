package dev.gatun.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.SocketOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetConfigTest {
    @Test
    void lowLatencyNamesWhatItPromises() {
        NetConfig config = NetConfig.lowLatency();
        assertEquals(
                List.of(
                        SocketOption.NO_DELAY,
                        SocketOption.QUICK_ACK,
                        SocketOption.REUSE_PORT,
                        SocketOption.RECEIVE_BUFFER_BYTES,
                        SocketOption.SEND_BUFFER_BYTES),
                config.options());
        assertEquals(1, config.number(SocketOption.NO_DELAY));
        assertEquals(1, config.number(SocketOption.QUICK_ACK));
        assertEquals(1, config.number(SocketOption.REUSE_PORT));
        assertEquals(1 << 20, config.number(SocketOption.RECEIVE_BUFFER_BYTES));
        assertEquals(1 << 20, config.number(SocketOption.SEND_BUFFER_BYTES));
        assertEquals(List.of(), NetConfig.systemDefaults().options());
    }

    @Test
    void eachWithAnswersAnotherAndLeavesThisOne() {
        NetConfig one = NetConfig.systemDefaults();
        NetConfig other = one.withNoDelay(true).withBacklog(7).withStrict(true).withDevice("lo");
        assertNull(one.number(SocketOption.NO_DELAY));
        assertNull(one.text(SocketOption.DEVICE));
        assertFalse(one.isStrict());
        assertEquals(4096, one.backlog());
        assertEquals(7, other.backlog());
        assertTrue(other.isStrict());
        assertEquals("lo", other.text(SocketOption.DEVICE));
        assertEquals(0, other.withNoDelay(false).number(SocketOption.NO_DELAY));
        assertEquals(
                List.of(SocketOption.DEVICE),
                other.without(SocketOption.NO_DELAY).options());
        assertEquals("NetConfig[backlog 7, NO_DELAY 1, DEVICE lo, strict]", other.toString());
    }

    @Test
    void everyOptionHasItsName() {
        NetConfig config = NetConfig.systemDefaults()
                .withNoDelay(true)
                .withQuickAck(true)
                .withReusePort(true)
                .withReuseAddress(true)
                .withReceiveBuffer(1)
                .withSendBuffer(2)
                .withBusyPoll(Duration.ofNanos(50_999))
                .withPreferBusyPoll(true)
                .withBusyPollBudget(8)
                .withTrafficClass(0xB8)
                .withIpv6Only(true)
                .withHopLimit(3)
                .withKeepAlive(Duration.ofSeconds(60), Duration.ofSeconds(5), 4)
                .withUserTimeout(Duration.ofSeconds(9))
                .withFastOpen(16)
                .withNotSentLowWater(16_384)
                .withCongestionControl("bbr")
                .withIncomingCpu(1)
                .withDevice("eth0")
                .withPriority(6)
                .withMark(0xFFFF_FFFFL)
                .withBreakOffAtClose(true)
                .withBroadcast(true)
                .withCoalescing(true)
                .withDestinations(true)
                .withHopLimits(true)
                .withTrafficClasses(true)
                .withDropCounts(true)
                .withReceivedTimes(true)
                .withDeviceTimes(true)
                .withMulticastLoop(true)
                .withMulticastHops(2)
                .withMulticastInterface(0);
        assertEquals(List.of(SocketOption.values()), config.options());
        assertEquals(50, config.number(SocketOption.BUSY_POLL_MICROS));
        assertEquals(60, config.number(SocketOption.KEEP_ALIVE_IDLE_SECONDS));
        assertEquals(5, config.number(SocketOption.KEEP_ALIVE_INTERVAL_SECONDS));
        assertEquals(4, config.number(SocketOption.KEEP_ALIVE_PROBES));
        assertEquals(9000, config.number(SocketOption.USER_TIMEOUT_MILLIS));
        assertEquals(1, config.number(SocketOption.FAST_OPEN_CONNECT));
        assertEquals("bbr", config.text(SocketOption.CONGESTION_CONTROL));
        assertEquals(0, config.number(SocketOption.LINGER_SECONDS));
        assertEquals(SocketOption.NONE, config.withBreakOffAtClose(false).number(SocketOption.LINGER_SECONDS));
    }

    @Test
    void whatCanNotBeIsRefusedWithTheRange() {
        NetConfig config = NetConfig.systemDefaults();
        assertRefused("HOP_LIMIT of 0 is not between 1 and 255", () -> config.withHopLimit(0));
        assertRefused("TRAFFIC_CLASS of 256 is not between 0 and 255", () -> config.withTrafficClass(256));
        assertRefused("RECEIVE_BUFFER_BYTES of 0 ", () -> config.withReceiveBuffer(0));
        assertRefused("MARK of -1 ", () -> config.withMark(-1));
        assertRefused("LINGER_SECONDS of -1 ", () -> config.with(SocketOption.LINGER_SECONDS, -1));
        assertRefused("NO_DELAY of 2 ", () -> config.with(SocketOption.NO_DELAY, 2));
        assertRefused(
                "BUSY_POLL_MICROS of " + SocketOption.NONE,
                () -> config.with(SocketOption.BUSY_POLL_MICROS, SocketOption.NONE));
        assertRefused("DEVICE of ''", () -> config.withDevice(""));
        assertRefused("DEVICE of 'sixteen-letters!'", () -> config.withDevice("sixteen-letters!"));
        assertRefused("CONGESTION_CONTROL of 'b r'", () -> config.withCongestionControl("b r"));
        assertRefused("DEVICE is a text, and 1 a number", () -> config.with(SocketOption.DEVICE, 1));
        assertRefused("MARK is a number, and '1' a text", () -> config.with(SocketOption.MARK, "1"));
        assertRefused("a backlog of 0 is not positive", () -> config.withBacklog(0));
    }

    private static void assertRefused(String message, Runnable config) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, config::run);
        assertTrue(String.valueOf(refused.getMessage()).startsWith(message), refused::getMessage);
    }
}

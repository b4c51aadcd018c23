package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import org.junit.jupiter.api.Test;

class SimulatedOptionsTest {
    private static final int LIMIT = 1000;

    private final SimulatedOptions options = new SimulatedOptions(LIMIT);

    private int set(SocketOption option, long value) {
        return options.set(option, value, Family.INET4, Sockets.Type.STREAM);
    }

    private long get(SocketOption option) {
        return options.get(option, Family.INET4, Sockets.Type.STREAM);
    }

    @Test
    void whatIsSetIsToldUpToTheMachinesLimit() {
        assertEquals(0, set(SocketOption.NO_DELAY, 1));
        assertEquals(1, get(SocketOption.NO_DELAY));
        assertEquals(0, set(SocketOption.RECEIVE_BUFFER_BYTES, 4000));
        assertEquals(LIMIT, get(SocketOption.RECEIVE_BUFFER_BYTES));
        assertEquals(0, set(SocketOption.RECEIVE_BUFFER_BYTES, 400));
        assertEquals(600, options.receiveBytesLess());
    }

    @Test
    void refusalsHaveTheirReasons() {
        assertEquals(IoError.PERMISSION.result(), set(SocketOption.MARK, 1));
        assertEquals(IoError.PERMISSION.result(), set(SocketOption.PRIORITY, 7));
        assertEquals(IoError.NOT_SUPPORTED.result(), set(SocketOption.BUSY_POLL_MICROS, 50));
        assertEquals(IoError.NOT_SUPPORTED.result(), set(SocketOption.IPV6_ONLY, 1));
        assertEquals(
                IoError.NOT_SUPPORTED.result(),
                options.set(SocketOption.NO_DELAY, 1, Family.UNIX, Sockets.Type.STREAM));
        assertEquals(
                IoError.NOT_FOUND.result(),
                options.set(SocketOption.DEVICE, "eth0", Family.INET4, Sockets.Type.STREAM));
        assertEquals("cubic", options.text(SocketOption.CONGESTION_CONTROL));
        assertNull(options.text(SocketOption.MARK));
    }

    @Test
    void aConnectionHasWhatItsListenerHandsDown() {
        set(SocketOption.NO_DELAY, 1);
        set(SocketOption.PRIORITY, 3);
        SimulatedOptions heir = options.inherited();
        assertEquals(1, heir.get(SocketOption.NO_DELAY, Family.INET4, Sockets.Type.STREAM));
        assertEquals(0, heir.get(SocketOption.PRIORITY, Family.INET4, Sockets.Type.STREAM));
    }

    @Test
    void quickAcknowledgementsAreForgottenWhenSomethingIsSent() {
        set(SocketOption.QUICK_ACK, 1);
        assertEquals(1, get(SocketOption.QUICK_ACK));
        options.onSent();
        assertEquals(0, get(SocketOption.QUICK_ACK));
    }
}

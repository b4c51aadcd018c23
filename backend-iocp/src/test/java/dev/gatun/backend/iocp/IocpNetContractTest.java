package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.OptionOutcome;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.NetContract;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Through Wine. What Windows has no equal for is skipped here, each with its reason, and refused by the backend. */
@Tag("assertions") // a call is dear there: once is enough
class IocpNetContractTest extends NetContract {
    private static final String RESETS =
            "Wine asks a socket for its error itself, so that the receive sees an end, now and then: only reviewed";

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IocpProvider(IocpConfig.DEFAULT, Gateway.get()));
    }

    /** Of these, those that Windows and Wine have. */
    @Override
    @Test
    public void optionsAreReadBackOnListeningAcceptedAndConnectedSockets() {
        Sockets sockets = net().driver().cpu().backend().sockets();
        long socket = net().driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
        for (SocketOption option :
                List.of(SocketOption.NO_DELAY, SocketOption.KEEP_ALIVE, SocketOption.REUSE_ADDRESS)) {
            assertEquals(0, sockets.option(socket, option), option::name);
            assertEquals(0, sockets.setOption(socket, option, 1), option::name);
            assertEquals(1, sockets.option(socket, option), option::name);
        }
        assertEquals(0, sockets.setOption(socket, SocketOption.HOP_LIMIT, 9));
        assertEquals(9, sockets.option(socket, SocketOption.HOP_LIMIT));
        assertEquals(0, sockets.setOption(socket, SocketOption.LINGER_SECONDS, 3));
        assertEquals(3, sockets.option(socket, SocketOption.LINGER_SECONDS));
        assertEquals(0, sockets.setOption(socket, SocketOption.LINGER_SECONDS, SocketOption.NONE));
        assertEquals(SocketOption.NONE, sockets.option(socket, SocketOption.LINGER_SECONDS));
        assertEquals(0, sockets.setOption(socket, SocketOption.RECEIVE_BUFFER_BYTES, 40_000));
        assertTrue(sockets.option(socket, SocketOption.RECEIVE_BUFFER_BYTES) >= 40_000);
        Assumptions.abort("Windows has no REUSE_PORT, NOT_SENT_LOW_WATER_BYTES, PRIORITY and CONGESTION_CONTROL;"
                + " the others were read back");
    }

    @Override
    @Test
    public void lowLatencyIsWhatItSays() {
        InetSocketAddress at = new InetSocketAddress("127.0.0.1", 0);
        NetListener listener = assertDoesNotThrow(
                () -> NetListener.open(net().driver().cpu(), at, NetConfig.lowLatency(), NetStream::close));
        OptionOutcome reusePort = listener.options().stream()
                .filter(outcome -> outcome.option() == SocketOption.REUSE_PORT)
                .findFirst()
                .orElseThrow();
        assertEquals(OptionOutcome.Status.UNSUPPORTED, reusePort.status());
        assertTrue(reusePort.remedy().contains("hands them out"), reusePort::toString);
        listener.close();
        Assumptions.abort("Windows has no REUSE_PORT, and says so");
    }

    @Override
    @Test
    public void acknowledgementsStayQuickBehindAnswers() {
        assertUnsupported(SocketOption.QUICK_ACK);
    }

    @Override
    @Test
    public void whatIsNotThereIsToldWithTheReason() {
        assertUnsupported(SocketOption.DEVICE);
    }

    @Override
    @Test
    public void aSharedPortIsSharedBySeveralListeners() {
        assertUnsupported(SocketOption.REUSE_PORT);
    }

    @Override
    @Test
    public void anAbortIsAResetForThePeer() {
        Assumptions.abort(RESETS);
    }

    @Override
    @Test
    public void aListenerMayHaveEveryCloseBreakOff() {
        Assumptions.abort(RESETS);
    }

    @Override
    @Test
    public void anAbortInTheMiddleOfEverythingLeavesNothing() {
        Assumptions.abort(RESETS);
    }

    /** It is refused, and then the test is skipped. */
    private void assertUnsupported(SocketOption option) {
        Sockets sockets = net().driver().cpu().backend().sockets();
        long socket = net().driver().open(Sockets.Family.INET4, Sockets.Type.STREAM);
        int refused = option.isText() ? sockets.setOption(socket, option, "x") : sockets.setOption(socket, option, 1);
        assertEquals(IoError.NOT_SUPPORTED.result(), refused);
        Assumptions.abort("Windows has no " + option + ", and says so");
    }
}

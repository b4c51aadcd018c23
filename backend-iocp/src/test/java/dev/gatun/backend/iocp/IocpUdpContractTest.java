package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import dev.gatun.testkit.contract.UdpContract;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Through Wine. What Wine does not do, and what Windows has no equal for, is skipped here, each with its reason. */
@Tag("assertions") // a call is dear there: once is enough
class IocpUdpContractTest extends UdpContract {
    private static final String NO_CONTROL = "Wine's WSASendMsg overlooks control messages: only reviewed";

    private IocpProvider provider() {
        return new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
    }

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(provider());
    }

    @Override
    @Test
    public void eachDatagramTellsHowItCame() {
        Assumptions.abort("Windows tells no TELL_RECEIVED_TIME here, and " + NO_CONTROL);
    }

    @Override
    @Test
    public void aDualStackSocketTellsOfIpv4() {
        Assumptions.abort("Windows tells no TELL_RECEIVED_TIME here, and " + NO_CONTROL);
    }

    @Override
    @Test
    public void aBatchTellsToo() {
        Assumptions.abort(NO_CONTROL);
    }

    @Override
    @Test
    public void aDatagramGoesFromTheAddressThatIsAsked() {
        Assumptions.abort(NO_CONTROL);
    }

    @Override
    @Test
    public void aSegmentedSendIsManyDatagrams() {
        Assumptions.abort(NO_CONTROL);
    }

    @Override
    @Test
    public void dropsAreCounted() {
        BufferPool pool = new BufferPool(
                BufferPoolConfig.defaults().withLimit(1 << 20), provider().regionAdvice());
        try (IoBackend backend = provider().open(new IoBackendProvider.Settings(0, 4, 4, pool))) {
            long socket = backend.sockets().open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
            int refused = backend.sockets().setOption(socket, SocketOption.TELL_DROPS, 1);
            backend.sockets().close(socket);
            assertEquals(IoError.NOT_SUPPORTED.result(), refused);
        } finally {
            pool.close();
        }
        Assumptions.abort("Windows has no " + SocketOption.TELL_DROPS + ", and says so");
    }

    @Override
    @Test
    public void nobodyThereIsToldAndDoesNotEndIt() {
        Assumptions.abort("Wine wakes nobody for what a datagram met at a closed port: only reviewed");
    }

    @Override
    @Test
    public void aSourceIsHeardAndNoOther() {
        Assumptions.abort("Wine knows no groups by source: only reviewed");
    }
}

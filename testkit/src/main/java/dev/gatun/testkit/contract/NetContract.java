package dev.gatun.testkit.contract;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What services are written against, the same on every backend: streams and their ends, options, listeners, connecting.
 * A backend's test extends this and says on which ground it stands.
 */
public abstract class NetContract
        implements NetOptionContract,
                NetStreamContract,
                NetReceiveContract,
                NetSendContract,
                NetEndContract,
                NetListenContract,
                NetConnectContract,
                NetNameContract,
                NetLoadContract {
    private NetDriver net = new NetDriver(new Driver());

    protected NetContract() {}

    /** A new ground for each test. */
    protected abstract Ground newGround() throws IOException;

    @BeforeEach
    final void openGround() throws IOException {
        net = new NetDriver(new Driver(newGround()));
    }

    /** No buffer, no operation, no handle may be left. */
    @AfterEach
    final void leaveNothingBehind() throws IOException {
        net.driver().close();
    }

    @Override
    public final NetDriver net() {
        return net;
    }
}

package dev.gatun.testkit.contract;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Datagram sockets as services see them, the same on every backend. A backend's test extends this and says on which
 * ground it stands.
 */
public abstract class UdpContract implements UdpTransferContract, UdpEndContract, UdpFactContract, UdpGroupContract {
    private UdpDriver udp = new UdpDriver(new Driver());

    protected UdpContract() {}

    /** A new ground for each test. */
    protected abstract Ground newGround() throws IOException;

    @BeforeEach
    final void openGround() throws IOException {
        udp = new UdpDriver(new Driver(newGround()));
    }

    /** No buffer, no operation, no handle may be left. */
    @AfterEach
    final void leaveNothingBehind() throws IOException {
        udp.closeAll();
        udp.driver().close();
    }

    @Override
    public final UdpDriver udp() {
        return udp;
    }
}

package dev.gatun.testkit.contract;

import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Streams and datagrams on networks with faults: places that can't be reached, cables that are slow, lose and break,
 * relays that stall and cut. A real backend's test extends this; it is skipped where no networks can be made.
 */
@Timeout(60)
@Tag("assertions") // the time goes by on the cable: once is enough
public abstract class NetworksContract implements PathContract, CableContract, RelayContract {
    private NetDriver net = new NetDriver(new Driver());
    private UdpDriver udp = new UdpDriver(new Driver());
    private @Nullable Networks networks;

    protected NetworksContract() {}

    protected abstract IoBackendProvider provider();

    @BeforeEach
    final void openNetworks() throws IOException, InterruptedException {
        Driver driver = new Driver(new RealGround(provider()));
        net = new NetDriver(driver);
        udp = new UdpDriver(driver);
        networks = new Networks();
    }

    /** No buffer, no operation, no handle may be left. */
    @AfterEach
    final void leaveNothingBehind() throws IOException {
        if (networks != null) {
            networks.close();
        }
        udp.closeAll();
        net.driver().close();
    }

    @Override
    public final NetDriver net() {
        return net;
    }

    @Override
    public final UdpDriver udp() {
        return udp;
    }

    @Override
    public final Networks networks() {
        return Objects.requireNonNull(networks);
    }
}

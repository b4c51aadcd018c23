package dev.gatun.testkit.contract;

import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a real machine has: limits, signals, and programs that others wrote. A real backend's test extends it. */
@Timeout(60)
@Tag("assertions") // much of it runs in other processes: once is enough
public abstract class RealNetContract implements HardshipContract, PeerContract {
    private NetDriver net = new NetDriver(new Driver());
    private UdpDriver udp = new UdpDriver(new Driver());

    @TempDir
    Path folder = Path.of("");

    protected RealNetContract() {}

    @Override
    public abstract IoBackendProvider provider();

    @BeforeEach
    final void openGround() throws IOException {
        Driver driver = new Driver(new RealGround(provider()));
        net = new NetDriver(driver);
        udp = new UdpDriver(driver);
    }

    /** No buffer, no operation, no handle may be left. */
    @AfterEach
    final void leaveNothingBehind() throws IOException {
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
    public final Path folder() {
        return folder;
    }
}

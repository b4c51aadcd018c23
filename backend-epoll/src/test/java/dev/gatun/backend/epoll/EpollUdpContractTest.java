package dev.gatun.backend.epoll;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import dev.gatun.testkit.contract.UdpContract;
import java.io.IOException;

/** With the best that this kernel has. */
class EpollUdpContractTest extends UdpContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new EpollProvider());
    }
}

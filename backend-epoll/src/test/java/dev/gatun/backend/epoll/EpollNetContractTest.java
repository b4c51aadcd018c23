package dev.gatun.backend.epoll;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.NetContract;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** With the best that this kernel has. */
class EpollNetContractTest extends NetContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new EpollProvider());
    }
}

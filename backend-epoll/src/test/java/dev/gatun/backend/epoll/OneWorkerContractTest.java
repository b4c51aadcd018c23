package dev.gatun.backend.epoll;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** All files wait for one thread. */
class OneWorkerContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new EpollProvider(EpollConfig.DEFAULT.withFileThreadsMax(1)));
    }
}

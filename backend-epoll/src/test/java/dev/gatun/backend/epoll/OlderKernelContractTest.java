package dev.gatun.backend.epoll;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** As before Linux 5.11: deadlines in milliseconds. */
class OlderKernelContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new EpollProvider(EpollConfig.DEFAULT, new EpollFeatures(false, false)));
    }
}

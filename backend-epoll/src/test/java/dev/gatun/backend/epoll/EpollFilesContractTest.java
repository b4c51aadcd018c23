package dev.gatun.backend.epoll;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealFilesContract;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

class EpollFilesContractTest extends RealFilesContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new EpollProvider());
    }
}

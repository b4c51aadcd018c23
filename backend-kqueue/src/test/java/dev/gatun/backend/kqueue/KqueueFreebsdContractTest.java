package dev.gatun.backend.kqueue;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

class KqueueFreebsdContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(TestGround.FREEBSD.provider());
    }
}

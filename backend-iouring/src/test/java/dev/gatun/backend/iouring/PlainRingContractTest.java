package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** With nothing but what the oldest kernel has that will do. */
class PlainRingContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(SetupStep.PLAIN));
    }
}

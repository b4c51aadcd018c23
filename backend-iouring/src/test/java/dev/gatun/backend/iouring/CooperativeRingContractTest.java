package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** As on Linux 5.19: buffer rings, and completions that are made whenever the loop is in the kernel. */
class CooperativeRingContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(SetupStep.COOPERATIVE));
    }
}

package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** With every handle adopted: the ring knows each by a number of its own. */
class RegisteredRingContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(), true);
    }
}

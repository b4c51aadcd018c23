package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;

/** With the best that this kernel has. */
class IoUringContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider());
    }
}

package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendStorm;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("assertions") // it is the kernel that works: once is enough
class IoUringStormTest extends BackendStorm {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider());
    }

    @Override
    protected void report(String line) throws IOException {
        RealGround.report("io_uring: " + line);
    }

    @Override
    protected int handleLimit() {
        return RealGround.handleLimit();
    }
}

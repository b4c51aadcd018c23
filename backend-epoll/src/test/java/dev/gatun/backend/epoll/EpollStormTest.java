package dev.gatun.backend.epoll;

import dev.gatun.testkit.contract.BackendStorm;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("assertions") // it is the kernel that works: once is enough
class EpollStormTest extends BackendStorm {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new EpollProvider());
    }

    @Override
    protected void report(String line) throws IOException {
        RealGround.report("epoll: " + line);
    }

    @Override
    protected int handleLimit() {
        return RealGround.handleLimit();
    }
}

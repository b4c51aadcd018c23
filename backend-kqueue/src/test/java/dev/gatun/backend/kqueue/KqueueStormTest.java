package dev.gatun.backend.kqueue;

import dev.gatun.testkit.contract.BackendStorm;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("assertions") // it is the kernel that works: once is enough
@EnabledIfSystemProperty(named = "gatun.kqueue.all", matches = "true", disabledReason = TestGround.LONG)
class KqueueStormTest extends BackendStorm {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(TestGround.FREEBSD.provider());
    }

    @Override
    protected void report(String line) throws IOException {
        RealGround.report("kqueue: " + line);
    }

    @Override
    protected int handleLimit() {
        return RealGround.handleLimit();
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("assertions") // the lane without them has it over one ground: once is enough
class KqueueClassicContractTest extends BackendContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(TestGround.CLASSIC.provider());
    }
}

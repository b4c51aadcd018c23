package dev.gatun.backend.kqueue;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealFilesContract;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("assertions") // the lane without them has it over one ground: once is enough
class KqueueFilesContractTest extends RealFilesContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new TestProvider()); // known by its class to the processes that it starts
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import dev.gatun.testkit.contract.UdpContract;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("assertions") // the lane without them has it over one ground: once is enough
class KqueueUdpContractTest extends UdpContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(TestGround.FREEBSD.provider());
    }
}

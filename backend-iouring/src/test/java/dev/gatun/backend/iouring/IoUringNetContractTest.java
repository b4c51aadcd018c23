package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.NetContract;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams, on each variant of the ring that differs in what it can do. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.gatun.backend.iouring.Variant#differentForStreams")
class IoUringNetContractTest extends NetContract {
    private final Variant variant;

    IoUringNetContractTest(Variant variant) {
        this.variant = variant;
    }

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(variant.config()));
    }
}

package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract, on each variant of the ring that differs in what it can do. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.gatun.backend.iouring.Variant#different")
class IoUringContractTest extends BackendContract {
    private final Variant variant;

    IoUringContractTest(Variant variant) {
        this.variant = variant;
    }

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(variant.config()));
    }
}

package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealFilesContract;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Files, on the best ring and on the oldest. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.gatun.backend.iouring.Variant#differentForFiles")
class IoUringFilesContractTest extends RealFilesContract {
    private final Variant variant;

    IoUringFilesContractTest(Variant variant) {
        this.variant = variant;
    }

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(variant.config()));
    }
}

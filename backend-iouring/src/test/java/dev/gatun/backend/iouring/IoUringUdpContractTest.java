package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import dev.gatun.testkit.contract.UdpContract;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagram sockets, on each variant of the ring that differs in what it can do. */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Variant.class,
        names = {"LINUX_6_12", "LINUX_5_18", "KERNEL_THREAD_5_13"},
        mode = EnumSource.Mode.EXCLUDE)
class IoUringUdpContractTest extends UdpContract {
    private final Variant variant;

    IoUringUdpContractTest(Variant variant) {
        this.variant = variant;
    }

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider(variant.config()));
    }
}

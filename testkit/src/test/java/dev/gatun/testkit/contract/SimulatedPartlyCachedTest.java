package dev.gatun.testkit.contract;

import dev.gatun.testkit.Fault;
import dev.gatun.testkit.Faults;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** Files are in the kernel's memory by chance, sockets take what they like, and cancels come too late. */
class SimulatedPartlyCachedTest implements SendFileContract {
    private final FileDriver files = new FileDriver(new Driver(new SimulatedGround(
            Long.getLong("gatun.seed", 11),
            Faults.none()
                    .withDelayNanosMax(100_000)
                    .with(Fault.NOT_CACHED, 0.3)
                    .with(Fault.SHORT_SEND, 0.5)
                    .with(Fault.SHORT_READ, 0.3)
                    .with(Fault.DELAYED, 0.3)
                    .with(Fault.SHUFFLED, 0.3)
                    .with(Fault.CANCEL_LATE, 0.5)
                    .with(Fault.HANDLE_REUSED, 0.9))));

    @Override
    public FileDriver files() {
        return files;
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        files.closeAll();
        files.driver().close();
    }
}

package dev.gatun.testkit.contract;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of {@code IoBackend}, through the core as applications use it: every operation, every end, every order
 * of
 * cancelling, exhaustion, teardown. A backend's test extends this and says on which ground it stands.
 */
public abstract class BackendContract
        implements StreamContract,
                ZeroCopyContract,
                PoolContract,
                DatagramContract,
                BatchContract,
                FileContract,
                FileStatusContract,
                CancelContract,
                LoadContract,
                TeardownContract {
    private Driver driver = new Driver();

    protected BackendContract() {}

    /** A new ground for each test. */
    protected abstract Ground newGround() throws IOException;

    @BeforeEach
    protected final void openGround() throws IOException {
        driver = new Driver(newGround());
    }

    @AfterEach
    protected final void leaveNothingBehind() throws IOException {
        driver.close();
    }

    @Override
    public final Driver driver() {
        return driver;
    }
}

package dev.gatun.testkit.contract;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Files as services use them, the same on every backend. A backend's test extends this and says on which ground it
 * stands.
 */
public abstract class FilesContract
        implements FileAccessContract,
                FileEndContract,
                FileSequenceContract,
                FileVerifyContract,
                SendFileContract,
                CachedSendContract {
    private FileDriver files = new FileDriver(new Driver());

    protected FilesContract() {}

    /** A new ground for each test. */
    protected abstract Ground newGround() throws IOException;

    @BeforeEach
    final void openGround() throws IOException {
        files = new FileDriver(new Driver(newGround()));
    }

    /** No buffer, no operation, no handle may be left. */
    @AfterEach
    final void leaveNothingBehind() throws IOException {
        files.closeAll();
        files.driver().close();
    }

    @Override
    public final FileDriver files() {
        return files;
    }
}

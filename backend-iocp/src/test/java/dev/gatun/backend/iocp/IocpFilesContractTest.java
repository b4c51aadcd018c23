package dev.gatun.backend.iocp;

import dev.gatun.testkit.contract.FilesContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import dev.gatun.testkit.contract.WatchContract;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Through Wine, as far as that goes. */
@Tag("assertions") // a call is dear there: once is enough
class IocpFilesContractTest extends FilesContract implements WatchContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IocpProvider(IocpConfig.DEFAULT, Gateway.get()));
    }

    @Override
    public boolean hasNamesOfBytes() {
        return false;
    }

    @Override
    @Test
    public void aDirectoryThatIsGoneIsToldAndWatchedNoMore() {
        Assumptions.abort("Wine tells nothing of a watched directory's own end");
    }
}

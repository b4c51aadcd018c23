package dev.gatun.backend.iocp;

import dev.gatun.testkit.contract.FilesContract;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/** Through Wine, as far as that goes. */
@Tag("assertions") // a call is dear there: once is enough
class IocpFilesContractTest extends FilesContract {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IocpProvider(IocpConfig.DEFAULT, Gateway.get()));
    }
}

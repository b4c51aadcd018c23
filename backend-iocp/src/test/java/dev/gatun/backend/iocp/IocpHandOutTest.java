package dev.gatun.backend.iocp;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.HandOutContract;
import org.junit.jupiter.api.Tag;

/** On threads, through Wine. */
@Tag("assertions") // it is Wine that works: once is enough
class IocpHandOutTest extends HandOutContract {
    @Override
    protected IoBackendProvider provider() {
        return new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
    }
}

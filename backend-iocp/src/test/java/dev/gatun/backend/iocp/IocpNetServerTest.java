package dev.gatun.backend.iocp;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetServerContract;
import org.junit.jupiter.api.Tag;

/** On threads, through Wine. */
@Tag("assertions") // it is Wine that works: once is enough
class IocpNetServerTest extends NetServerContract {
    @Override
    protected IoBackendProvider provider() {
        return new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
    }
}

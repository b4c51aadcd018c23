package dev.gatun.backend.iouring;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetServerContract;

/** On threads. */
class IoUringNetServerTest extends NetServerContract {
    @Override
    protected IoBackendProvider provider() {
        return new IoUringProvider();
    }
}

package dev.gatun.backend.epoll;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetServerContract;

/** On threads. */
class EpollNetServerTest extends NetServerContract {
    @Override
    protected IoBackendProvider provider() {
        return new EpollProvider();
    }
}

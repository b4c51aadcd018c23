package dev.gatun.backend.epoll;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetworksContract;

/** With the best that this kernel has. */
class EpollNetworksTest extends NetworksContract {
    @Override
    protected IoBackendProvider provider() {
        return new EpollProvider();
    }
}

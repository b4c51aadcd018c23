package dev.gatun.backend.epoll;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.HandOutContract;

/** On threads. */
class EpollHandOutTest extends HandOutContract {
    @Override
    protected IoBackendProvider provider() {
        return new EpollProvider();
    }
}

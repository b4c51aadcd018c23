package dev.gatun.backend.epoll;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.RealNetContract;

/** With the best that this kernel has. */
class EpollRealNetTest extends RealNetContract {
    @Override
    public IoBackendProvider provider() {
        return new EpollProvider();
    }
}

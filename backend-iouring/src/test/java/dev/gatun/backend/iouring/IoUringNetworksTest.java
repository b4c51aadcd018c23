package dev.gatun.backend.iouring;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetworksContract;

/** With the best that this kernel has. */
class IoUringNetworksTest extends NetworksContract {
    @Override
    protected IoBackendProvider provider() {
        return new IoUringProvider();
    }
}

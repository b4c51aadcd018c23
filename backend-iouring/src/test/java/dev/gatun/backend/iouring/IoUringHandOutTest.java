package dev.gatun.backend.iouring;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.HandOutContract;

/** On threads. */
class IoUringHandOutTest extends HandOutContract {
    @Override
    protected IoBackendProvider provider() {
        return new IoUringProvider();
    }
}

package dev.gatun.backend.iouring;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.RealNetContract;

/** With the best that this kernel has. */
class IoUringRealNetTest extends RealNetContract {
    @Override
    public IoBackendProvider provider() {
        return new IoUringProvider();
    }
}

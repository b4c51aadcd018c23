package dev.gatun.backend.kqueue;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetServerContract;
import org.junit.jupiter.api.Tag;

/** On threads. */
@Tag("assertions") // the lane without them has it over one ground: once is enough
class KqueueNetServerTest extends NetServerContract {
    @Override
    protected IoBackendProvider provider() {
        return TestGround.FREEBSD.provider();
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.NetworksContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "gatun.kqueue.all", matches = "true", disabledReason = TestGround.LONG)
class KqueueNetworksTest extends NetworksContract {
    @Override
    protected IoBackendProvider provider() {
        return TestGround.FREEBSD.provider();
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.HandOutContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On threads. */
@EnabledIfSystemProperty(named = "gatun.kqueue.all", matches = "true", disabledReason = TestGround.LONG)
class KqueueHandOutTest extends HandOutContract {
    @Override
    protected IoBackendProvider provider() {
        return TestGround.FREEBSD.provider();
    }
}

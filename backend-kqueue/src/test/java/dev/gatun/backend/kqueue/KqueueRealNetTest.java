package dev.gatun.backend.kqueue;

import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.contract.RealNetContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "gatun.kqueue.all", matches = "true", disabledReason = TestGround.LONG)
class KqueueRealNetTest extends RealNetContract {
    @Override
    public IoBackendProvider provider() {
        return new TestProvider();
    }
}

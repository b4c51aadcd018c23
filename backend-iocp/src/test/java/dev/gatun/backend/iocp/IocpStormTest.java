package dev.gatun.backend.iocp;

import dev.gatun.testkit.contract.BackendStorm;
import dev.gatun.testkit.contract.Ground;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/**
 * Through Wine, where a call costs a hundred times what it does: brief, and {@code -Dgatun.iocp.storm=1000} makes it
 * long.
 */
@Tag("assertions") // it is Wine that works: once is enough
class IocpStormTest extends BackendStorm {
    private static final int TIMES = Integer.getInteger("gatun.iocp.storm", 1);

    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IocpProvider(IocpConfig.DEFAULT, Gateway.get()));
    }

    @Override
    protected int races() {
        return 100 * TIMES;
    }

    @Override
    protected int ends() {
        return 5 * TIMES;
    }

    @Override
    protected int connections() {
        return 50 * TIMES;
    }

    @Override
    protected void report(String line) throws IOException {
        RealGround.report("iocp through Wine: " + line);
    }

    @Override
    protected int handleLimit() {
        return RealGround.handleLimit();
    }
}

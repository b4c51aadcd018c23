package dev.gatun.testkit.contract;

import dev.gatun.testkit.Faults;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Transfers on machines where everything goes wrong: short, late, in another order, cancelled too late, reset. Each
 * stream ends once, what arrived is what was sent, and nothing is left; {@code gatun.seeds} makes it longer.
 */
class SimulatedTransferTest {
    @Test
    void streamsSurviveWhateverAKernelMayDo() throws IOException {
        long first = Long.getLong("gatun.seed", System.nanoTime());
        int seeds = Integer.getInteger("gatun.seeds", 40);
        for (int i = 0; i < seeds; i++) {
            long seed = first + i;
            try {
                NetDriver net = new NetDriver(new Driver(new SimulatedGround(seed, Faults.harsh())));
                new TransferStorm(net, 6, 600_000, seed).run();
                net.driver().close();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}

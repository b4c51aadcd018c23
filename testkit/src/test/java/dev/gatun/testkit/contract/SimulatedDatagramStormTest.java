package dev.gatun.testkit.contract;

import dev.gatun.testkit.Faults;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Datagram sockets on machines where everything goes wrong; {@code gatun.seeds} makes it longer. */
class SimulatedDatagramStormTest {
    private static final int STEPS = 600;

    @Test
    void socketsSurviveWhateverAKernelMayDo() throws IOException {
        long first = Long.getLong("gatun.seed", System.nanoTime());
        int seeds = Integer.getInteger("gatun.seeds", 24);
        for (int i = 0; i < seeds; i++) {
            storm(first + i, i % 3 == 0 ? Faults.none() : Faults.harsh());
        }
    }

    private static void storm(long seed, Faults faults) throws IOException {
        try {
            Driver driver = new Driver(new SimulatedGround(seed, faults));
            new DatagramStorm(new UdpDriver(driver), seed).run(STEPS);
            driver.close();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}

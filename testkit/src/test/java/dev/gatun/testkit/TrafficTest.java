package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random traffic under faults: the simulator keeps the contract of the SPI whatever it throws in. */
class TrafficTest {
    private static final long FIRST_SEED = Long.getLong("gatun.seed", 1);
    private static final int SEEDS = Integer.getInteger("gatun.seeds", 60);

    @Test
    void aCalmMachineLosesNothing() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            run(seed, Faults.none());
        }
    }

    @Test
    void aGentleMachineLosesNothing() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            FaultCounts counts = run(seed, Faults.gentle());
            assertTrue(counts.injected() > 0);
        }
    }

    @Test
    void aHarshMachineKeepsTheContract() {
        Set<Fault> happened = EnumSet.noneOf(Fault.class);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            FaultCounts counts = run(seed, Faults.harsh());
            for (Fault fault : Fault.values()) {
                if (counts.count(fault) > 0) {
                    happened.add(fault);
                }
            }
        }
        Set<Fault> ofFilesAndDatagrams =
                EnumSet.of(Fault.SHORT_READ, Fault.SHORT_WRITE, Fault.IO, Fault.DATAGRAM_LOST, Fault.DATAGRAM_DROPPED);
        ofFilesAndDatagrams.add(Fault.NOT_CACHED);
        ofFilesAndDatagrams.add(Fault.CHANGE_LOST);
        // Nobody wakes here, and every handle is opened before the first is closed.
        ofFilesAndDatagrams.add(Fault.LATE_WAKE);
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(ofFilesAndDatagrams)), happened);
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherGivesAnother() {
        try (Traffic first = new Traffic(FIRST_SEED, Faults.harsh(), 5);
                Traffic again = new Traffic(FIRST_SEED, Faults.harsh(), 5);
                Traffic other = new Traffic(FIRST_SEED + 1, Faults.harsh(), 5)) {
            first.run();
            again.run();
            other.run();
            assertEquals(first.kernel.trace(), again.kernel.trace());
            assertEquals(first.kernel.fingerprint(), again.kernel.fingerprint());
            assertEquals(first.kernel.nowNanos(), again.kernel.nowNanos());
            assertNotEquals(first.kernel.trace(), other.kernel.trace());
            assertNotEquals(first.kernel.fingerprint(), other.kernel.fingerprint());
        }
    }

    private static FaultCounts run(long seed, Faults faults) {
        try (Traffic traffic = new Traffic(seed, faults, 5)) {
            traffic.run();
            return traffic.kernel.faultCounts();
        }
    }
}

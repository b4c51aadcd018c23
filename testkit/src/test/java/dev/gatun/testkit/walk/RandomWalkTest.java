package dev.gatun.testkit.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.testkit.Fault;
import dev.gatun.testkit.FaultCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

class RandomWalkTest {
    /** Without assertions a walk finds less: fewer, and others. */
    private static final boolean IS_ASSERTING = RandomWalkTest.class.desiredAssertionStatus();

    private static final long FROM = Long.getLong("gatun.seed", IS_ASSERTING ? 1 : 1001);
    private static final int COUNT = Integer.getInteger("gatun.seeds", IS_ASSERTING ? 1000 : 200);

    @Test
    void walksLeaveNothingBehind() throws IOException {
        FaultCounts faults = FaultCounts.NONE;
        long operations = 0;
        for (long seed = FROM; seed < FROM + COUNT; seed++) {
            RandomWalk.Outcome outcome = RandomWalk.walk(seed);
            operations += outcome.operations();
            faults = faults.plus(outcome.faults());
        }
        say("random walks: " + COUNT + " seeds from " + FROM + ", " + operations + " operations, " + faults);
        for (Fault fault : Fault.values()) {
            FaultCounts all = faults;
            assertTrue(
                    !fault.isInjected() || COUNT < 1000 || all.count(fault) > 0,
                    () -> fault + " never happened: " + all);
        }
    }

    @Test
    void theSameSeedWalksTheSameWay() {
        assertEquals(RandomWalk.walk(77).toString(), RandomWalk.walk(77).toString());
    }

    private static void say(String line) throws IOException {
        Path proofs = Path.of(System.getProperty("gatun.root", ".."), "target", "proofs");
        Files.createDirectories(proofs.getParent());
        Files.writeString(proofs, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

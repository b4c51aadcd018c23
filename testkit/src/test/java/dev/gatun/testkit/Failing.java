package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Expecting a {@link SimulationFailure}, and the words in it. */
final class Failing {
    private Failing() {}

    static SimulationFailure expect(String words, Executable executable) {
        SimulationFailure failure = assertThrows(SimulationFailure.class, executable);
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(words), () -> "'" + words + "' is not in: " + message);
        assertTrue(message.startsWith("seed " + failure.seed() + ": "), message);
        assertTrue(message.contains("new SimulatedKernel(" + failure.seed() + "L, Faults.none()"), message);
        assertTrue(message.contains("at event " + failure.event() + ", " + failure.nowNanos() + " ns"), message);
        return failure;
    }
}

package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void stealIsAPartOfAllTicksSinceBefore() {
        long[] before = {100, 0, 100, 1000, 0, 0, 0, 7, 50, 0};
        long[] after = {150, 0, 130, 1010, 0, 0, 0, 17, 90, 0};
        assertEquals(10.0, Machine.stealPercent(before, after), 1e-9, "10 of 50 + 30 + 10 + 10; guests count as user");
        assertEquals(0, Machine.stealPercent(before, before));
        assertEquals(0, Machine.stealPercent(new long[0], new long[0]), "where there is no /proc/stat");
    }

    @Test
    void theNotesSayWhereThingsWerePinned() {
        Machine.Description description = new Machine().describe(Settings.brief());
        assertTrue(description.notes().getFirst().contains("pinned to CPU 0"), description::toString);
    }
}

package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
        assertTrue(description.othersPercent() >= 0 && description.othersPercent() <= 100, description::toString);
    }

    @Test
    void aQuietMachineWithEnoughCpusWarnsOfNothing() {
        assertEquals(List.of(), Machine.warnings(8, "performance", 0.5, 1, List.of(), "0.10 0.10 0.10"));
        assertEquals(List.of(), Machine.warnings(8, "unknown", 0, 0, List.of(), "unknown"));
    }

    @Test
    void eachDisturbanceIsWarnedOf() {
        List<String> warnings = Machine.warnings(2, "powersave", 2.5, 12, List.of("java 20.0 %"), "1.50 0.10 0.10");
        assertEquals(5, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("only 2 CPUs"));
        assertTrue(warnings.get(1).startsWith("2.5 % of the time was stolen"));
        assertEquals(
                "other processes took 12.0 % of the CPUs' time; still there: java 20.0 % of a CPU", warnings.get(2));
        assertTrue(warnings.get(3).contains("1.50 0.10 0.10"));
        assertTrue(warnings.get(4).contains("powersave"));
        assertTrue(Machine.warnings(1, "unknown", 0, 0, List.of(), "0 0 0")
                .getFirst()
                .startsWith("one CPU"));
    }
}

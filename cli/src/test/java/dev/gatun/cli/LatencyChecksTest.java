package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the files of machines that are not here. */
class LatencyChecksTest {
    private static final String CPUS = "sys/devices/system/cpu/";

    @TempDir
    Path root;

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private Feature check(String name) {
        return new LatencyChecks(new SystemTree(root))
                .all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private void assertFine(String name) {
        Feature check = check(name);
        assertEquals(State.YES, check.state(), check::toString);
        assertEquals(null, check.fix());
    }

    private void assertToMend(String name, String detail) {
        Feature check = check(name);
        assertTrue(check.state() == State.LIMITED || check.state() == State.NO, check::toString);
        assertTrue(check.detail().contains(detail), check::toString);
        assertNotNull(check.fix());
    }

    @Test
    void aSystemThatTellsNothingIsNotBlamed() {
        for (Feature each : new LatencyChecks(new SystemTree(root)).all()) {
            assertTrue(each.state() == State.UNKNOWN || each.name().equals("direct-calls"), each::toString);
        }
    }

    @Test
    void governors() throws IOException {
        write(CPUS + "cpu0/cpufreq/scaling_governor", "performance");
        assertFine("governor");
        write(CPUS + "cpu1/cpufreq/scaling_governor", "powersave");
        assertToMend("governor", "performance, powersave");
    }

    @Test
    void idleStates() throws IOException {
        write(CPUS + "cpu0/cpuidle/state0/latency", "2");
        write(CPUS + "cpu0/cpuidle/state1/latency", "133");
        write(CPUS + "cpu0/cpuidle/state1/name", "C6");
        assertToMend("idle-states", "C6, takes 133 µs");
        write(CPUS + "cpu0/cpuidle/state1/disable", "1");
        assertFine("idle-states");
    }

    @Test
    void cpusSetAsideAndTheInterruptsThatReachThem() throws IOException {
        write(CPUS + "isolated", "");
        assertToMend("isolated-cpus", "none are set aside");
        write(CPUS + "isolated", "2-3");
        write(CPUS + "nohz_full", "2-3");
        assertFine("isolated-cpus");
        write("proc/irq/40/effective_affinity_list", "0-1");
        assertFine("interrupts");
        write("proc/irq/41/effective_affinity_list", "3");
        assertToMend("interrupts", "go 41");
    }

    @Test
    void siblingsClockSlackAndSwap() throws IOException {
        write(CPUS + "smt/active", "1");
        assertToMend("own-cores", "share a physical core");
        write(CPUS + "smt/active", "0");
        assertFine("own-cores");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
        assertToMend("clock-source", "hpet");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
        assertFine("clock-source");
        write("proc/self/timerslack_ns", "50000");
        assertToMend("timer-slack", "50 µs late");
        write("proc/self/timerslack_ns", "1");
        assertFine("timer-slack");
        write("proc/swaps", "Filename Type Size Used Priority");
        assertFine("no-swap");
        write("proc/swaps", "Filename Type Size Used Priority\n/swap file 1048572 0 -2");
        assertToMend("no-swap", "1 in use");
    }

    @Test
    void hugePagesRealTimeAndSteal() throws IOException {
        write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        assertFine("huge-pages");
        write("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]");
        assertToMend("huge-pages", "switched off");
        write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never");
        assertToMend("huge-pages", "for everybody");
        write("proc/sys/kernel/sched_rt_period_us", "1000000");
        write("proc/sys/kernel/sched_rt_runtime_us", "950000");
        assertToMend("real-time-share", "50 ms of each 1000");
        write("proc/sys/kernel/sched_rt_runtime_us", "-1");
        assertFine("real-time-share");
        write("proc/stat", "cpu  100 0 100 799 0 0 0 1 0 0");
        assertFine("own-time");
        write("proc/stat", "cpu  100 0 100 700 0 0 0 100 0 0");
        assertToMend("own-time", "10.0 %");
    }
}

package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.backend.kqueue.TestGround;
import dev.gatun.bindings.kqueue.BsdLibrary;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe on macOS and FreeBSD: on the ground that their backend is tested on, whose numbers are this Linux'. */
@Tag("assertions")
@Timeout(60)
class BsdMachineTest {
    @TempDir
    Path folder;

    private static BsdMachine machine(TestGround ground) {
        return new BsdMachine(new BsdSystem(ground.isMacos(), ground.library()), List.of(ground.provider()));
    }

    @Test
    void freebsdTellsOfItself() throws IOException, InterruptedException {
        ForeignReport told = new ForeignReport(machine(TestGround.FREEBSD), folder, true);
        told.assertWhole("kqueue");
        told.assertReadable();
        told.assertMeasured("clock-reading", "null-system-call", "kevent", "page-fault", "wake");
        assertEquals(
                new Report.Host(
                        "FreeBSD",
                        "14.1-RELEASE",
                        "amd64",
                        System.getProperty("java.version"),
                        Runtime.getRuntime().availableProcessors(),
                        1,
                        false,
                        "kvm"),
                told.report.host());
        told.assertToMend("clock-source", "ACPI-fast; there is: TSC-low(1000)", "kern.timecounter.hardware=TSC-low");
        told.assertToMend("timer-slack", "5 % late", "kern.timecounter.alloweddeviation=0");
        told.assertToMend("idle-states", "as deep as C2", "hw.acpi.cpu.cx_lowest=C1");
        told.assertToMend("own-cores", "share a physical core", "machdep.hyperthreading_allowed=0");
        told.assertState(State.YES, "huge-pages");
        told.assertState(State.UNKNOWN, "governor");
        told.assertState(State.YES, "kqueue.accept-ready-made");
        assertEquals("117000", told.limit("kern.maxfilesperproc").value());
        assertEquals("2097152", told.limit("kern.ipc.maxsockbuf").value(), "a long there");
        assertEquals("unlimited: rctl(8) is off", told.limit("cpu-time").value());
        assertEquals(
                Witness.says("sysctl", "-n", "net.core.somaxconn"),
                told.limit("kern.ipc.soacceptqueue").value());
        ofThisLinux(told);
    }

    @Test
    void macosTellsOfItself() throws IOException, InterruptedException {
        ForeignReport told = new ForeignReport(machine(TestGround.MACOS), folder, false);
        told.assertWhole("kqueue");
        told.assertReadable();
        assertEquals("macOS", told.report.host().os());
        assertEquals("24.1.0", told.report.host().kernel());
        assertEquals("arm64", told.report.host().arch());
        assertEquals("unknown", told.report.host().hypervisor());
        told.assertToMend("timer-slack", "a wait may end late", "kern.timer.coalescing_enabled=0");
        told.assertToMend("even-cores", "4 of 8 CPUs are slower", "withCores");
        told.assertState(State.YES, "own-cores");
        told.assertState(State.UNKNOWN, "clock-source");
        told.assertState(State.NO, "isolated-cpus");
        told.assertState(State.NO, "kqueue.accept-ready-made");
        assertTrue(told.feature("huge-pages").detail().contains("16384"), "a long there");
        assertEquals("8388608", told.limit("kern.ipc.maxsockbuf").value(), "an int there");
        assertEquals(State.LIMITED, told.limit("kern.maxfilesperproc").state());
        assertTrue(String.valueOf(told.limit("kern.ipc.somaxconn").fix()).startsWith("sysctl -w "));
        assertEquals(State.UNKNOWN, told.limit("cpu-time").state());
        ofThisLinux(told);
    }

    /** What the ground takes from this machine, against those who say it here. */
    private static void ofThisLinux(ForeignReport told) throws IOException, InterruptedException {
        assertEquals(limitSaid("nofile", "Max open files"), told.limit("nofile").value());
        assertEquals(
                limitSaid("memlock", "Max locked memory"), told.limit("memlock").value());
        long swap = Long.parseLong(Witness.says("awk", "/^SwapTotal/ { print $2 }", "/proc/meminfo"));
        told.assertState(swap == 0 || told.report.host().os().equals("macOS") ? State.YES : State.LIMITED, "no-swap");
        List<String> lines = Witness.says("ip", "-o", "link").lines().toList();
        assertEquals(lines.size(), told.report.devices().size());
        for (String line : lines) {
            Device device = told.device(line.replaceAll("^[0-9]+: ([^:@]+).*", "$1"));
            Feature link = device.features().getFirst();
            String mtu = line.replaceAll(".* mtu ([0-9]+) .*", "$1");
            assertTrue(link.detail().contains("MTU " + mtu), () -> link + " but " + line);
            boolean isUp = line.matches(".*<[^>]*\\bUP\\b[^>]*\\bLOWER_UP\\b.*");
            assertEquals(isUp ? State.YES : State.NO, link.state(), () -> link + " but " + line);
        }
    }

    private static String limitSaid(String name, String row) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (line.startsWith(row)) {
                return line.substring(row.length()).strip().split(" +", 2)[0];
            }
        }
        throw new AssertionError("no limit " + name);
    }

    /** The first form of kevent is FreeBSD's too. */
    @Test
    void anOldFreebsdHasTheSameReport() {
        ForeignReport told = new ForeignReport(machine(TestGround.CLASSIC), folder, false);
        told.assertWhole("kqueue");
        assertEquals("FreeBSD", told.report.host().os());
    }

    /** A C library in which nothing of this is: all is unknown, and nothing fails but what can't do without. */
    @Test
    void aSystemThatTellsNothingIsNotBlamed() {
        BsdLibrary empty = BsdLibrary.of(_ -> Optional.empty());
        for (boolean isMacos : List.of(true, false)) {
            BsdSystem system = new BsdSystem(isMacos, empty);
            for (Feature each : new BsdLatency(system).all()) {
                assertTrue(each.state() == State.UNKNOWN || each.fix() == null, each::toString);
            }
            Map<State, Long> states = new BsdLimits(system)
                    .all().stream().collect(Collectors.groupingBy(Report.Limit::state, Collectors.counting()));
            assertEquals(Map.of(State.UNKNOWN, 7L), states);
        }
    }
}

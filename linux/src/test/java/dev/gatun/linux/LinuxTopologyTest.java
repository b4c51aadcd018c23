package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Place;
import dev.gatun.Placement;
import dev.gatun.PlacementException;
import dev.gatun.spi.Topology;
import dev.gatun.spi.Topology.LogicalCpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of machines that are not here, and where cores would run on them. */
class LinuxTopologyTest {
    private static final int NO_QUOTA = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private static Topology read(FakeMachine machine, int cpus) {
        return read(machine, NO_QUOTA, IntStream.range(0, cpus).toArray());
    }

    private static Topology read(FakeMachine machine, int quota, int... allowed) {
        return new LinuxTopology(machine.devices).read(allowed, quota);
    }

    private static List<Integer> cpus(Placement placement, Topology topology, int cores) {
        return placement.plan(topology, cores).stream().map(Place::cpu).toList();
    }

    private static List<Integer> nodes(Placement placement, Topology topology, int cores) {
        return placement.plan(topology, cores).stream().map(Place::node).toList();
    }

    private static void assertRefused(String why, Placement placement, Topology topology) {
        PlacementException refusal = assertThrows(PlacementException.class, () -> placement.plan(topology, 0));
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
    }

    @Test
    void oneSocket() {
        Topology desktop = read(FakeMachine.desktop(folder), 16);
        assertEquals(new LogicalCpu(11, 3, 0, 0, 1024), desktop.cpus().get(11));
        assertEquals(16, desktop.usable());
        assertEquals(List.of(0, 1, 2, 3), cpus(Placement.DEFAULT, desktop, 4));
        assertEquals(16, Placement.DEFAULT.plan(desktop, 0).size());
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), cpus(Placement.DEFAULT.perPhysicalCore(), desktop, 0));
        assertEquals(
                List.of(Place.ANYWHERE), nodes(Placement.DEFAULT, desktop, 1), "there is one node: no need to ask");
        assertRefused(
                "shares its physical core", Placement.DEFAULT.onCpus(3, 11).perPhysicalCore(), desktop);
        assertEquals(List.of(3, 11), cpus(Placement.DEFAULT.onCpus(3, 11), desktop, 0));
    }

    @Test
    void twoSockets() {
        Topology server = read(FakeMachine.twoSockets(folder), 16);
        assertEquals(2, server.nodes());
        assertEquals(new LogicalCpu(13, 5, 1, 1, 1024), server.cpus().get(13));
        assertEquals(List.of(0, 1, 2), cpus(Placement.DEFAULT, server, 3));
        assertEquals(List.of(0, 0, 0, 0, 1, 1), nodes(Placement.DEFAULT, server, 6));
        assertEquals(List.of(4, 5, 6, 7), cpus(Placement.DEFAULT.onNode(1).perPhysicalCore(), server, 0));
        assertEquals(List.of(4, 5, 6, 7, 12, 13, 14, 15), cpus(Placement.DEFAULT.onNode(1), server, 0));
        assertEquals(List.of(1, 1), nodes(Placement.DEFAULT.onCpus(15, 4), server, 0));
        assertEquals(List.of(-1, -1), nodes(Placement.DEFAULT.onCpus(15, 4).withNearMemory(false), server, 0));
        assertRefused("NUMA node 2 has no CPU", Placement.DEFAULT.onNode(2), server);
        assertRefused(
                "CPU 4 is on NUMA node 1, not on 0", Placement.DEFAULT.onCpus(4).onNode(0), server);
    }

    @Test
    void hybridCores() {
        Topology laptop = read(FakeMachine.hybrid(folder), 8);
        assertEquals(512, laptop.cpus().get(7).capacity());
        assertEquals(List.of(0, 2, 4), cpus(Placement.DEFAULT, laptop, 3), "fast ones first, siblings last");
        assertEquals(List.of(0, 2, 4, 5, 6, 7, 1, 3), cpus(Placement.DEFAULT, laptop, 0));
        Topology board = read(FakeMachine.bigLittle(folder), 6);
        assertEquals(446, board.cpus().getFirst().capacity());
        assertEquals(0, board.cpus().getFirst().socket());
        assertEquals(List.of(4, 5, 0), cpus(Placement.DEFAULT, board, 3));
    }

    @Test
    void aGroupThatAllowsTwoCpus() {
        Topology container = read(FakeMachine.twoSockets(folder), NO_QUOTA, 5, 13);
        assertEquals(List.of(5, 13), cpus(Placement.DEFAULT, container, 0));
        assertEquals(List.of(5), cpus(Placement.DEFAULT.perPhysicalCore(), container, 0));
        assertEquals(List.of(5, 13, 5), cpus(Placement.DEFAULT, container, 3), "more cores than places share them");
        assertRefused(
                "CPU 0 is not among those that this process may use, 5, 13", Placement.DEFAULT.onCpus(0), container);
    }

    @Test
    void aQuotaOfLessThanTheMask() {
        Topology container =
                read(FakeMachine.desktop(folder), 2, IntStream.range(0, 16).toArray());
        assertEquals(2, container.usable());
        assertEquals(List.of(0, 1), cpus(Placement.DEFAULT, container, 0));
        assertEquals(
                List.of(6, 7, 8), cpus(Placement.DEFAULT.onCpus(6, 7, 8), container, 0), "who names them is heard");
        assertEquals(2, Placement.ANYWHERE.plan(container, 0).size());
    }

    @Test
    void nodesWithinASocket() {
        Topology clustered = read(FakeMachine.fourNodesInASocket(folder), 8);
        assertEquals(4, clustered.nodes());
        assertEquals(List.of(0, 0, 1, 1, 2), nodes(Placement.DEFAULT, clustered, 5));
        assertEquals(List.of(4, 5), cpus(Placement.DEFAULT.onNode(2), clustered, 0));
    }

    @Test
    void aKernelThatTellsNothing() {
        Topology bare = read(new FakeMachine(folder), NO_QUOTA, 0, 1);
        assertEquals(List.of(0, 1), cpus(Placement.DEFAULT, bare, 0));
        FakeMachine garbled = new FakeMachine(folder).cpu(0, "0-", 0).node(0, "1-0,x");
        assertEquals(
                new LogicalCpu(0, 0, 0, 0, 1024),
                read(garbled, NO_QUOTA, 0).cpus().getFirst());
    }

    @Test
    void quotasOfBothVersions() throws IOException {
        FakeMachine groups = new FakeMachine(folder);
        Path own = folder.resolve("own");
        Files.writeString(own, "0::/a/b\n");
        LinuxQuota quota = new LinuxQuota(folder);
        assertEquals(NO_QUOTA, quota.cpus(own), "no limit anywhere");
        groups.write("a/cpu.max", "max 100000").write("a/b/cpu.max", "150000 100000");
        assertEquals(2, quota.cpus(own), "one and a half");
        groups.write("a/cpu.max", "100000 100000");
        assertEquals(1, quota.cpus(own), "the group around it grants less");
        Files.writeString(own, "5:cpuset:/x\n4:cpu,cpuacct:/x\n0::/\n");
        groups.write("cpu/x/cpu.cfs_quota_us", "-1").write("cpu/x/cpu.cfs_period_us", "100000");
        assertEquals(NO_QUOTA, quota.cpus(own));
        groups.write("cpu/x/cpu.cfs_quota_us", "250000");
        assertEquals(3, quota.cpus(own));
        assertEquals(NO_QUOTA, quota.cpus(folder.resolve("missing")));
    }

    @Test
    void thisMachine() {
        Topology here = new LinuxPlacing().topology();
        assertTrue(here.usable() <= here.cpus().size());
        assertTrue(here.cpus().stream().allMatch(cpu -> cpu.core() <= cpu.number() && cpu.capacity() > 0));
    }
}

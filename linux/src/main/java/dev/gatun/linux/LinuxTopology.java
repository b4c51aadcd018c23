package dev.gatun.linux;

import dev.gatun.spi.Topology;
import dev.gatun.spi.Topology.LogicalCpu;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads from a tree like {@code /sys/devices} how CPUs lie in a machine. A kernel that tells nothing of cores, nodes or
 * speeds is believed to have one node of cores all alike. One use.
 */
final class LinuxTopology {
    /** What an efficient core of a hybrid processor is taken for where the kernel gives no figure. */
    private static final int EFFICIENT = Topology.FULL_CAPACITY / 2;

    private final Path cpus;
    private final Path nodes;
    private final BitSet efficient;

    /** {@code devices}: as a rule {@code /sys/devices}. */
    LinuxTopology(Path devices) {
        cpus = devices.resolve("system/cpu");
        nodes = devices.resolve("system/node");
        efficient = SystemFiles.list(devices.resolve("cpu_atom/cpus"));
    }

    /** Of the CPUs with these numbers; {@code usable}: so many at once, by a quota. */
    Topology read(int[] allowed, int usable) {
        if (allowed.length == 0) {
            return Topology.unknown(usable);
        }
        Map<Integer, Integer> nodeOf = nodes();
        int fastest = 0;
        for (int number : allowed) {
            fastest = Math.max(fastest, speed(number));
        }
        List<LogicalCpu> found = new ArrayList<>();
        for (int number : allowed) {
            Path topology = cpus.resolve("cpu" + number + "/topology");
            BitSet siblings = SystemFiles.list(topology.resolve("thread_siblings_list"));
            int core = siblings.get(number) ? siblings.nextSetBit(0) : number;
            int socket = Math.max(0, SystemFiles.number(topology.resolve("physical_package_id"), 0)); // -1: unknown
            int node = nodeOf.getOrDefault(number, 0);
            found.add(new LogicalCpu(number, core, socket, node, capacity(number, fastest)));
        }
        return new Topology(found, Math.min(usable, allowed.length));
    }

    /** By the number of each CPU the number of its node. */
    private Map<Integer, Integer> nodes() {
        Map<Integer, Integer> found = new HashMap<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(nodes, "node[0-9]*")) {
            for (Path node : each) {
                int number = SystemFiles.number(node.getFileName().toString().substring("node".length()), 0);
                SystemFiles.list(node.resolve("cpulist")).stream().forEach(cpu -> found.put(cpu, number));
            }
        } catch (IOException e) {
            return Map.of(); // a kernel without NUMA
        }
        return found;
    }

    /** By the kernel's own measure; 0: it has none. */
    private int speed(int number) {
        return SystemFiles.number(cpus.resolve("cpu" + number + "/cpu_capacity"), 0);
    }

    private int capacity(int number, int fastest) {
        if (fastest > 0) {
            return Math.max(1, speed(number) * Topology.FULL_CAPACITY / fastest);
        }
        return efficient.get(number) ? EFFICIENT : Topology.FULL_CAPACITY;
    }
}

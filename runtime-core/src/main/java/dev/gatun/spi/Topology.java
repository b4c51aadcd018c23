package dev.gatun.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The logical CPUs that this process may use, and how they lie in the machine; immutable.
 *
 * @param cpus by their numbers
 * @param usable how many of them at once: a container's quota may grant less than its mask
 */
public record Topology(List<LogicalCpu> cpus, int usable) {
    /** The capacity of the fastest kind of core. */
    public static final int FULL_CAPACITY = 1024;

    /**
     * What the system runs one thread on at a time.
     *
     * @param number by which the system names it
     * @param core the lowest number among those that share its physical core
     * @param socket the number of its package
     * @param node the NUMA node whose memory is near
     * @param capacity how fast it is at its best, of {@link #FULL_CAPACITY}
     */
    public record LogicalCpu(int number, int core, int socket, int node, int capacity) {}

    public Topology {
        cpus = cpus.stream().sorted(Comparator.comparingInt(LogicalCpu::number)).toList();
        if (cpus.isEmpty() || usable < 1) {
            throw new IllegalArgumentException(
                    cpus.size() + " CPUs, of which " + usable + " can be used at once: a process has at least one");
        }
    }

    /** Where the system does not tell: so many CPUs, numbered from 0, all alike and near. */
    public static Topology unknown(int count) {
        List<LogicalCpu> cpus = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cpus.add(new LogicalCpu(i, i, 0, 0, FULL_CAPACITY));
        }
        return new Topology(cpus, count);
    }

    /** How many NUMA nodes they lie on. */
    public int nodes() {
        return (int) cpus.stream().mapToInt(LogicalCpu::node).distinct().count();
    }

    /** Of those on the same physical core: 0 for the first that may be used, 1 for its sibling. */
    public Map<LogicalCpu, Integer> places() {
        Map<Integer, Integer> seen = new HashMap<>();
        Map<LogicalCpu, Integer> places = new HashMap<>();
        for (LogicalCpu cpu : cpus) {
            places.put(cpu, seen.merge(cpu.core(), 1, Integer::sum) - 1);
        }
        return places;
    }
}

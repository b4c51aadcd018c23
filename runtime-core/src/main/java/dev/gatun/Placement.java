package dev.gatun;

import dev.gatun.spi.Topology;
import dev.gatun.spi.Topology.LogicalCpu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where the cores of a runtime run. Immutable: each method answers another, and {@link #DEFAULT} is where to begin: a
 * core for each CPU that the process may use, bound to it, its buffers in the memory near it.
 *
 * <p>Fewer cores than CPUs are spread over physical cores before two of them share one, over fast ones before slow
 * ones, and over as few NUMA nodes as these allow.
 */
public final class Placement {
    public static final Placement DEFAULT = new Placement(Kind.BOUND, List.of(), Place.ANYWHERE, false, true, 0);

    /** Threads that the system moves about as it likes. */
    public static final Placement ANYWHERE = new Placement(Kind.UNBOUND, List.of(), Place.ANYWHERE, false, false, 0);

    private static final int PRIORITY_MAX = 99;

    private enum Kind {
        BOUND,
        UNBOUND
    }

    private final Kind kind;
    private final List<Integer> cpus;
    private final int node;
    private final boolean isPerPhysicalCore;
    private final boolean hasNearMemory;
    private final int priority;

    private Placement(
            Kind kind, List<Integer> cpus, int node, boolean isPerPhysicalCore, boolean hasNearMemory, int priority) {
        this.kind = kind;
        this.cpus = cpus;
        this.node = node;
        this.isPerPhysicalCore = isPerPhysicalCore;
        this.hasNearMemory = hasNearMemory;
        this.priority = priority;
    }

    /** These CPUs, by the system's numbers, in this order: the first core on the first. A quota does not shorten it. */
    public Placement onCpus(int... numbers) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> chosen = new ArrayList<>();
        for (int number : numbers) {
            if (number < 0 || !seen.add(number)) {
                throw new IllegalArgumentException(
                        "CPU " + number + " of " + Arrays.toString(numbers) + " is negative, or named twice");
            }
            chosen.add(number);
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no CPU was named; for all of them leave this out");
        }
        return new Placement(Kind.BOUND, List.copyOf(chosen), node, isPerPhysicalCore, hasNearMemory, priority);
    }

    /** The CPUs of this NUMA node alone. */
    public Placement onNode(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("NUMA node " + number + " is negative");
        }
        return new Placement(Kind.BOUND, cpus, number, isPerPhysicalCore, hasNearMemory, priority);
    }

    /** One core for each physical core: siblings on the same one take from each other what both wait for. */
    public Placement perPhysicalCore() {
        return new Placement(Kind.BOUND, cpus, node, true, hasNearMemory, priority);
    }

    /** Whether a pool's memory comes from the node of its CPU, and from no other; true unless said otherwise. */
    public Placement withNearMemory(boolean near) {
        return new Placement(kind, cpus, node, isPerPhysicalCore, near, priority);
    }

    /**
     * Under SCHED_FIFO, or what the system has in its stead: before every thread that is not, until it waits. A core
     * that spins keeps all others off its CPU, the JVM's own threads included: give it CPUs that nothing else needs.
     *
     * @param urgency from 1 to 99, the most urgent
     */
    public Placement inRealTime(int urgency) {
        if (urgency < 1 || urgency > PRIORITY_MAX) {
            throw new IllegalArgumentException("priority " + urgency + " is not between 1 and " + PRIORITY_MAX);
        }
        return new Placement(kind, cpus, node, isPerPhysicalCore, hasNearMemory, urgency);
    }

    /** Whether running elsewhere is no answer: somebody has named CPUs, a node, or asked for physical cores. */
    boolean isInsistedOn() {
        return !cpus.isEmpty() || node != Place.ANYWHERE || isPerPhysicalCore;
    }

    /** 0: not in real time. */
    int priority() {
        return priority;
    }

    /**
     * Where each core runs: as many as asked for, or, for 0, as there are places; more than that share them in turn.
     * Throws {@link PlacementException} where there is no such place.
     */
    public List<Place> plan(Topology topology, int cores) {
        if (cores < 0) {
            throw new IllegalArgumentException(cores + " cores");
        }
        if (kind == Kind.UNBOUND) {
            return repeated(List.of(Place.UNBOUND), cores == 0 ? topology.usable() : cores);
        }
        List<LogicalCpu> chosen = cpus.isEmpty() ? spread(topology) : named(topology);
        if (chosen.isEmpty()) {
            throw new PlacementException(
                    "NUMA node " + node + " has no CPU that this process may use; there are " + described(topology));
        }
        boolean bindsMemory = hasNearMemory && topology.nodes() > 1;
        List<Place> places = chosen.stream()
                .map(cpu -> new Place(cpu.number(), bindsMemory ? cpu.node() : Place.ANYWHERE))
                .toList();
        int most = cpus.isEmpty() ? Math.min(places.size(), topology.usable()) : places.size();
        return repeated(places, cores == 0 ? most : cores);
    }

    private List<LogicalCpu> spread(Topology topology) {
        Map<LogicalCpu, Integer> siblings = topology.places();
        return topology.cpus().stream()
                .filter(isWanted(siblings))
                .sorted(Comparator.<LogicalCpu>comparingInt(siblings::get)
                        .thenComparing(
                                Comparator.comparingInt(LogicalCpu::capacity).reversed())
                        .thenComparingInt(LogicalCpu::node)
                        .thenComparingInt(LogicalCpu::number))
                .toList();
    }

    private Predicate<LogicalCpu> isWanted(Map<LogicalCpu, Integer> siblings) {
        return cpu -> (node == Place.ANYWHERE || cpu.node() == node)
                && (!isPerPhysicalCore || siblings.getOrDefault(cpu, 0) == 0);
    }

    private List<LogicalCpu> named(Topology topology) {
        List<LogicalCpu> chosen = new ArrayList<>();
        Set<Integer> cores = new HashSet<>();
        for (int number : cpus) {
            LogicalCpu cpu = topology.cpus().stream()
                    .filter(each -> each.number() == number)
                    .findFirst()
                    .orElseThrow(() -> new PlacementException("CPU " + number + " is not among those that this process"
                            + " may use, " + described(topology)
                            + "; name one of these, or widen the mask (taskset, a container's cpuset)"));
            if (node != Place.ANYWHERE && cpu.node() != node) {
                throw new PlacementException("CPU " + number + " is on NUMA node " + cpu.node() + ", not on " + node);
            }
            if (!cores.add(cpu.core()) && isPerPhysicalCore) {
                throw new PlacementException("CPU " + number + " shares its physical core with another that was named,"
                        + " and one core for each was asked for");
            }
            chosen.add(cpu);
        }
        return chosen;
    }

    private static List<Place> repeated(List<Place> places, int count) {
        List<Place> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(places.get(i % places.size()));
        }
        return List.copyOf(all);
    }

    private static String described(Topology topology) {
        StringBuilder text = new StringBuilder();
        for (LogicalCpu cpu : topology.cpus()) {
            text.append(text.isEmpty() ? "" : ", ").append(cpu.number());
            text.append(topology.nodes() > 1 ? " (node " + cpu.node() + ")" : "");
        }
        return text.toString();
    }
}

package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;

/**
 * How often a Cpu's backend has asked its system, by the backend's own count, as it goes into an answer. Asking
 * allocates, so it is not asked while allocations are counted. One thread.
 */
final class EnterCount {
    private final Cpu cpu;
    private long before;

    EnterCount(Cpu cpu) {
        this.cpu = cpu;
    }

    static long of(Cpu cpu) {
        return cpu.statistics().backend().enters();
    }

    void mark() {
        before = of(cpu);
    }

    /** " name=count" since the mark; nothing where the backend never counted any, because it has no such count. */
    String since(String name) {
        long now = of(cpu);
        return now == 0 ? "" : " " + name + "=" + (now - before);
    }
}

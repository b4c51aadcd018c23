package dev.gatun;

/**
 * Where a core runs; immutable.
 *
 * @param cpu the system's number of the CPU that its thread is bound to, or {@link #ANYWHERE}
 * @param node the NUMA node that its pool's memory is taken from, or {@link #ANYWHERE}
 */
public record Place(int cpu, int node) {
    /** Wherever the system puts it. */
    public static final int ANYWHERE = -1;

    static final Place UNBOUND = new Place(ANYWHERE, ANYWHERE);
}

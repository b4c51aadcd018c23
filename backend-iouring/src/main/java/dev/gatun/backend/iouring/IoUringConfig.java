package dev.gatun.backend.iouring;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How rings are set up, where the default is not what is wanted: for {@code new IoUringProvider(config)}. Immutable:
 * each {@code with…} answers another, and {@link #DEFAULT} is where to begin. What the kernel or the machine can't do
 * is refused with the reason when a ring is opened, and by the provider's probe.
 */
public final class IoUringConfig implements Cloneable {
    /** How the completions of files opened for direct access are come by. */
    public enum PolledFiles {
        /** The device interrupts. */
        NEVER,
        /** The loop asks the device each time it turns, and does not sleep meanwhile. */
        POLLED,
        /** As POLLED, but each time the kernel sleeps first for half of what such an operation usually takes. */
        HYBRID
    }

    /** No CPU in particular. */
    static final int ANY_CPU = -1;

    public static final IoUringConfig DEFAULT = new IoUringConfig();

    // Written by with… alone, on a copy that nobody else has seen yet.
    private int threadIdleMillis;
    private int threadCpu = ANY_CPU;
    private int busyPollMicros;
    private boolean prefersBusyPoll;
    private PolledFiles polledFiles = PolledFiles.NEVER;
    private int fileWorkersMax = 8;
    private int otherWorkersMax = 64;
    private Set<RingFeature> leftOut = EnumSet.noneOf(RingFeature.class);

    private IoUringConfig() {}

    /**
     * A thread of the kernel's for each ring takes what is submitted without being told (SQPOLL), so that submitting
     * costs no system call; it burns a CPU until it has found nothing for {@code idle}. For cores that always have
     * work, on machines with a CPU to spare for each: on two CPUs it made a round trip 15 times slower.
     */
    public IoUringConfig withKernelThread(Duration idle) {
        return withKernelThread(idle, ANY_CPU);
    }

    /** As above, and bound to a CPU, numbered as the system does: one that was kept free for it. */
    public IoUringConfig withKernelThreadOn(int cpu, Duration idle) {
        if (cpu < 0) {
            throw new IllegalArgumentException("CPU " + cpu + " is negative; they are counted from 0");
        }
        return withKernelThread(idle, cpu);
    }

    private IoUringConfig withKernelThread(Duration idle, int cpu) {
        IoUringConfig copy = copy();
        copy.threadIdleMillis = within("the thread's idle time in milliseconds", idle.toMillis(), 1, 3_600_000);
        copy.threadCpu = cpu;
        return copy;
    }

    IoUringConfig withoutKernelThread() {
        IoUringConfig copy = copy();
        copy.threadIdleMillis = 0;
        copy.threadCpu = ANY_CPU;
        return copy;
    }

    /**
     * Before it sleeps, a wait polls the network devices that its sockets receive from (NAPI), for so long at most: the
     * interrupt and the wake-up, 10 µs and more, are spared, and a CPU is burnt meanwhile. {@code prefer} also keeps
     * the device's interrupts off while it is polled often enough. Loopback has nothing to poll.
     */
    public IoUringConfig withBusyPoll(Duration atMost, boolean prefer) {
        IoUringConfig copy = copy();
        copy.busyPollMicros = within("the time to poll in microseconds", atMost.toNanos() / 1000, 1, 1_000_000);
        copy.prefersBusyPoll = prefer;
        return copy;
    }

    /**
     * Reads and writes of files opened with OPEN_DIRECT go through a second ring whose completions are fetched from the
     * device (IOPOLL), which spares the interrupt: for NVMe with poll queues ({@code nvme.poll_queues=N}). A file whose
     * device has none is found out by its first operation, which then goes the usual way, as do all others of that
     * file; {@code BackendStatistics.fallbacks} counts them.
     */
    public IoUringConfig withPolledFiles(PolledFiles how) {
        IoUringConfig copy = copy();
        copy.polledFiles = how;
        return copy;
    }

    /**
     * How many threads the kernel may make, for each Cpu, for what it can't do without blocking: {@code files} for
     * regular files and what has no handle yet (8), {@code others} for the rest (64). Without a bound (0) it takes four
     * for each CPU, and for the rest as many as the process may have: one burst of slow operations then leaves
     * thousands. What is beyond the bound waits for a thread.
     */
    public IoUringConfig withWorkers(int files, int others) {
        IoUringConfig copy = copy();
        copy.fileWorkersMax = within("workers for files", files, 0, 65_536);
        copy.otherWorkersMax = within("other workers", others, 0, 65_536);
        return copy;
    }

    /**
     * Leaves features alone that the kernel has: for one in which they don't work as they should. What the backend can
     * do without them it does in another way, and what it can't, its capabilities lack.
     */
    public IoUringConfig without(RingFeature... features) {
        IoUringConfig copy = copy();
        copy.leftOut = EnumSet.copyOf(leftOut);
        for (RingFeature feature : features) {
            if (feature.isNeeded()) {
                throw new IllegalArgumentException(
                        feature.label() + " can't be left out: nothing works without it; leave out another");
            }
            copy.leftOut.add(feature);
        }
        return copy;
    }

    /** Leaves all alone that came after Linux {@code major.minor}, 5.13 or newer: to test for where one will run. */
    public IoUringConfig asOnLinux(int major, int minor) {
        if (100 * major + minor < 513) {
            throw new IllegalArgumentException("Linux " + major + "." + minor + " is too old; say 5.13 or newer");
        }
        return without(List.of(RingFeature.values()).stream()
                .filter(feature -> feature.isNewerThan(major, minor))
                .toArray(RingFeature[]::new));
    }

    boolean hasKernelThread() {
        return threadIdleMillis > 0;
    }

    int threadIdleMillis() {
        return threadIdleMillis;
    }

    int threadCpu() {
        return threadCpu;
    }

    int busyPollMicros() {
        return busyPollMicros;
    }

    boolean prefersBusyPoll() {
        return prefersBusyPoll;
    }

    PolledFiles polledFiles() {
        return polledFiles;
    }

    int fileWorkersMax() {
        return fileWorkersMax;
    }

    int otherWorkersMax() {
        return otherWorkersMax;
    }

    boolean isLeftOut(RingFeature feature) {
        return leftOut.contains(feature);
    }

    private static int within(String what, long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not between " + least + " and " + most);
        }
        return (int) value;
    }

    private IoUringConfig copy() {
        try {
            return (IoUringConfig) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}

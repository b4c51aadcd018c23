package dev.gatun.backend.iouring;

import java.time.Duration;
import java.util.List;

/**
 * The rings that everything is tested on: the best that this kernel has, the same as on older kernels, and those that
 * must be asked for; a table.
 */
enum Variant {
    BEST,
    LINUX_6_12,
    LINUX_6_1,
    LINUX_6_0,
    LINUX_5_19,
    LINUX_5_18,
    LINUX_5_13,
    KERNEL_THREAD,
    KERNEL_THREAD_5_13;

    /** Those that differ in what they can do; in the lane without assertions the best alone, which users run. */
    static List<Variant> different() {
        return inThisLane(BEST, LINUX_6_1, LINUX_6_0, LINUX_5_19, LINUX_5_13, KERNEL_THREAD);
    }

    /** Those whose difference a stream can see; the core's contract has the others too. */
    static List<Variant> differentForStreams() {
        return inThisLane(BEST, LINUX_6_0, LINUX_5_13, KERNEL_THREAD);
    }

    /** Those that differ in what they do with files. */
    static List<Variant> differentForFiles() {
        return inThisLane(BEST, LINUX_5_13);
    }

    private static List<Variant> inThisLane(Variant... variants) {
        return Variant.class.desiredAssertionStatus() ? List.of(variants) : List.of(BEST);
    }

    IoUringConfig config() {
        IoUringConfig best = IoUringConfig.DEFAULT;
        return switch (this) {
            case BEST -> best;
            case LINUX_6_12 -> best.asOnLinux(6, 12);
            case LINUX_6_1 -> best.asOnLinux(6, 1);
            case LINUX_6_0 -> best.asOnLinux(6, 0);
            case LINUX_5_19 -> best.asOnLinux(5, 19);
            case LINUX_5_18 -> best.asOnLinux(5, 18);
            case LINUX_5_13 -> best.asOnLinux(5, 13);
            case KERNEL_THREAD -> withThread(best);
            case KERNEL_THREAD_5_13 -> withThread(best).asOnLinux(5, 13);
        };
    }

    /** So little patience that it falls asleep in the middle of a test, and must be woken. */
    private static IoUringConfig withThread(IoUringConfig config) {
        return config.withKernelThread(Duration.ofMillis(2));
    }
}

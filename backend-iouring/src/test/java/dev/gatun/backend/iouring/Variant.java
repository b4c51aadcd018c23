package dev.gatun.backend.iouring;

import java.time.Duration;

/**
 * The rings that everything is tested on: the best that this kernel has, the same as on older kernels, and those that
 * must be asked for; a table.
 */
enum Variant {
    BEST(IoUringConfig.DEFAULT),
    LINUX_6_12(IoUringConfig.DEFAULT.asOnLinux(6, 12)),
    LINUX_6_1(IoUringConfig.DEFAULT.asOnLinux(6, 1)),
    LINUX_6_0(IoUringConfig.DEFAULT.asOnLinux(6, 0)),
    LINUX_5_19(IoUringConfig.DEFAULT.asOnLinux(5, 19)),
    LINUX_5_18(IoUringConfig.DEFAULT.asOnLinux(5, 18)),
    LINUX_5_13(IoUringConfig.DEFAULT.asOnLinux(5, 13)),
    KERNEL_THREAD(IoUringConfig.DEFAULT.withKernelThread(Duration.ofMillis(2))),
    KERNEL_THREAD_5_13(
            IoUringConfig.DEFAULT.withKernelThread(Duration.ofMillis(2)).asOnLinux(5, 13));

    private final IoUringConfig config;

    Variant(IoUringConfig config) {
        this.config = config;
    }

    IoUringConfig config() {
        return config;
    }
}

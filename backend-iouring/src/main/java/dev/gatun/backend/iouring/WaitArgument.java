package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.__kernel_timespec;
import dev.gatun.bindings.linux.io_uring_clock_register;
import dev.gatun.bindings.linux.io_uring_getevents_arg;
import dev.gatun.bindings.linux.io_uring_mem_region_reg;
import dev.gatun.bindings.linux.io_uring_reg_wait;
import dev.gatun.bindings.linux.io_uring_region_desc;
import dev.gatun.spi.IoBackend;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * How the end of a wait is told to the kernel. Where it is: in memory that it was shown once (Linux 6.13), or in a
 * struct that it copies at each wait. On which clock: the loop's own deadline (6.12, and only when the loop goes by the
 * system's clock, which {@link System#nanoTime} reads), or how long from now on. One for each ring; the Cpu's thread
 * alone.
 */
final class WaitArgument {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long PAGE = 4096;

    /** 73 years: the kernel adds its own clock to it, and must not come out before the beginning of time. */
    private static final long FAR_NANOS = Long.MAX_VALUE / 4;

    private static final long SECONDS = __kernel_timespec.tv_sec$offset();
    private static final long NANOS = __kernel_timespec.tv_nsec$offset();

    /** Where the kernel copies from; it points to the time. Shown memory has the time in itself. */
    private final long copied;

    private final long shown;
    private final long time;
    private final boolean isShown;
    private final boolean isAbsolute;

    private WaitArgument(Arena arena, long shown, boolean isShown, boolean isAbsolute) {
        this.shown = shown;
        this.isShown = isShown;
        this.isAbsolute = isAbsolute;
        copied = arena.allocate(io_uring_getevents_arg.layout()).address();
        time = isShown
                ? shown + io_uring_reg_wait.ts$offset()
                : arena.allocate(__kernel_timespec.layout()).address();
    }

    /** Nothing shown, and relative: what every kernel can do. */
    static WaitArgument plain(Arena arena) {
        return new WaitArgument(arena, 0, false, false);
    }

    /** Memory for {@link #show}. */
    static long shownMemory(Arena arena) {
        return arena.allocate(PAGE, PAGE).address();
    }

    /** Shows the kernel the memory to read waits from, before the ring is enabled; 0, or a negated errno. */
    static int show(int ringFd, long memory, Arena arena) {
        MemorySegment region = arena.allocate(io_uring_region_desc.layout());
        io_uring_region_desc.user_addr(region, memory);
        io_uring_region_desc.size(region, PAGE);
        io_uring_region_desc.flags(region, IoUring.IORING_MEM_REGION_TYPE_USER());
        MemorySegment registration = arena.allocate(io_uring_mem_region_reg.layout());
        io_uring_mem_region_reg.region_uptr(registration, region.address());
        io_uring_mem_region_reg.flags(registration, IoUring.IORING_MEM_REGION_REG_WAIT_ARG());
        return Liburing.register(ringFd, IoUring.IORING_REGISTER_MEM_REGION(), registration, 1);
    }

    /** Has the ring's absolute times read on the clock that nanoTime reads; 0, or a negated errno. */
    static int goByTheSystemsClock(int ringFd, Arena arena) {
        MemorySegment clock = arena.allocate(io_uring_clock_register.layout());
        io_uring_clock_register.clockid(clock, Linux.CLOCK_MONOTONIC());
        return Liburing.register(ringFd, IoUring.IORING_REGISTER_CLOCK(), clock, 0);
    }

    static WaitArgument of(Arena arena, long shown, boolean isShown, boolean isAbsolute) {
        return new WaitArgument(arena, shown, isShown, isAbsolute);
    }

    int flags() {
        return IoUring.IORING_ENTER_EXT_ARG()
                | (isShown ? IoUring.IORING_ENTER_EXT_ARG_REG() : 0)
                | (isAbsolute ? IoUring.IORING_ENTER_ABS_TIMER() : 0);
    }

    /** What enter takes: a pointer, or a place in what was shown. */
    long address() {
        return isShown ? 0 : copied;
    }

    long bytes() {
        return isShown ? io_uring_reg_wait.sizeof() : io_uring_getevents_arg.sizeof();
    }

    /** The loop's clock says {@code nowNanos}, and the wait is to end at {@code deadlineNanos} on it, or never. */
    void until(long nowNanos, long deadlineNanos) {
        if (deadlineNanos == IoBackend.NEVER) {
            bound(false);
            return;
        }
        set(isAbsolute ? Math.max(0, deadlineNanos) : between(nowNanos, deadlineNanos));
    }

    /** Needs a deadline after now: a negative difference is further away than a long can say. */
    static long between(long nowNanos, long deadlineNanos) {
        long nanos = deadlineNanos - nowNanos;
        return nanos < 0 || nanos > FAR_NANOS ? FAR_NANOS : nanos;
    }

    void atMost(long nanos) {
        set(isAbsolute ? System.nanoTime() + nanos : nanos);
    }

    private void set(long nanos) {
        MEMORY.set(JAVA_LONG, time + SECONDS, nanos / NANOS_PER_SECOND);
        MEMORY.set(JAVA_LONG, time + NANOS, nanos % NANOS_PER_SECOND);
        bound(true);
    }

    private void bound(boolean isBound) {
        if (isShown) {
            MEMORY.set(JAVA_INT, shown + io_uring_reg_wait.flags$offset(), isBound ? IoUring.IORING_REG_WAIT_TS() : 0);
        } else {
            MEMORY.set(JAVA_LONG, copied + io_uring_getevents_arg.ts$offset(), isBound ? time : 0L);
        }
    }
}

package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring_napi;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.bindings.linux.io_uring_rsrc_update;
import dev.gatun.linux.LinuxThreads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;

/**
 * Sets a ring up on the thread that will drive it: the best flags that the kernel takes, enabled, its descriptor
 * registered, and whatever else the kernel has and the configuration wants. What stands in the way is an exception that
 * says what to do about it; what is only faster is left out and noted. Used once.
 */
final class RingSetup {
    /** Completions come faster than the loop takes them; entries don't. */
    private static final int COMPLETIONS_PER_ENTRY = 4;

    private static final int ENTRIES_MAX = 32768;
    private static final int HEADER_BYTES = 320;
    private static final long PAGE_BYTES = 4096;

    private final IoUringConfig config;
    private final Arena arena;
    private final MemorySegment params;
    private final int more;

    /** The ring lives as long as the arena at most. */
    RingSetup(IoUringConfig config, Arena arena) {
        this(config, 0, arena);
    }

    /** With flags more than usual. */
    RingSetup(IoUringConfig config, int more, Arena arena) {
        this.config = config;
        this.more = more;
        this.arena = arena;
        params = arena.allocate(io_uring_params.layout());
    }

    /** A ring for as many entries as are expected at once; {@code onSystemClock} as the backend's settings say. */
    Ring open(int entriesExpected, boolean onSystemClock) {
        int entries = Integer.highestOneBit(2 * Math.min(Math.max(entriesExpected, 8), ENTRIES_MAX) - 1);
        requireAllowedCpu();
        int answer = -Linux.EINVAL();
        SetupStep accepted = SetupStep.PLAIN;
        for (SetupStep step : SetupStep.values()) {
            if (answer == -Linux.EINVAL() && step.suits(config)) {
                answer = init(entries, step);
                accepted = step;
            }
        }
        if (answer < 0) {
            throw new RingRefusedException("io_uring_setup", answer, Remedy.of(answer, entries));
        }
        RingMapping mapping = new RingMapping(answer, params, arena);
        try {
            return enable(mapping, accepted, entries, onSystemClock);
        } catch (RuntimeException e) {
            mapping.close();
            throw e;
        }
    }

    private void requireAllowedCpu() {
        int cpu = config.threadCpu();
        if (cpu == IoUringConfig.ANY_CPU) {
            return;
        }
        int[] allowed = LinuxThreads.allowedCpus(new SystemCalls(arena));
        if (Arrays.binarySearch(allowed, cpu) < 0) {
            throw new RingRefusedException(
                    "the kernel's thread on CPU " + cpu,
                    -Linux.EINVAL(),
                    "this process may use the CPUs " + Arrays.toString(allowed) + "; name one of these, or none");
        }
    }

    /** The ring's descriptor, or a negated errno. */
    private int init(int entries, SetupStep step) {
        int answer = -Linux.EINVAL();
        if (!config.isLeftOut(RingFeature.NO_ENTRY_ARRAY)) {
            answer = init(entries, step, IoUring.IORING_SETUP_NO_SQARRAY());
        }
        return answer == -Linux.EINVAL() ? init(entries, step, 0) : answer;
    }

    private int init(int entries, SetupStep step, int withoutArray) {
        params.fill((byte) 0);
        int affinity = config.threadCpu() == IoUringConfig.ANY_CPU ? 0 : IoUring.IORING_SETUP_SQ_AFF();
        io_uring_params.flags(params, step.flags() | withoutArray | affinity | more);
        io_uring_params.cq_entries(params, COMPLETIONS_PER_ENTRY * entries);
        io_uring_params.sq_thread_idle(params, config.threadIdleMillis());
        io_uring_params.sq_thread_cpu(params, Math.max(0, config.threadCpu()));
        return Liburing.setUp(entries, params);
    }

    private Ring enable(RingMapping mapping, SetupStep step, int entries, boolean onSystemClock) {
        int fd = mapping.fd();
        Map<RingFeature, Finding> found = new KernelWord(
                        fd,
                        io_uring_params.features(params),
                        io_uring_params.flags(params),
                        !config.isLeftOut(RingFeature.QUERY),
                        arena)
                .findings();
        for (RingFeature feature : RingFeature.values()) {
            if (feature.isNeeded()
                    && !found.getOrDefault(feature, Finding.UNTOLD).isYes()) {
                throw new RingRefusedException(
                        "io_uring",
                        -Linux.ENOSYS(),
                        "this kernel's has no " + feature.label() + "; it needs Linux 5.13 or newer");
            }
            if (config.isLeftOut(feature)) {
                found.put(feature, Finding.LEFT_OUT);
            }
        }
        long shown = wants(found, RingFeature.REGISTERED_WAIT) ? WaitArgument.shownMemory(arena) : 0;
        boolean isShown = shown != 0 && tried(found, RingFeature.REGISTERED_WAIT, WaitArgument.show(fd, shown, arena));
        int enabled = Liburing.register(fd, IoUring.IORING_REGISTER_ENABLE_RINGS(), MemorySegment.NULL, 0);
        if (enabled < 0) {
            throw new RingRefusedException(
                    "io_uring_register, to enable the ring,", enabled, Remedy.of(enabled, entries));
        }
        boolean isAbsolute = wants(found, RingFeature.ABSOLUTE_WAIT)
                && tried(found, RingFeature.ABSOLUTE_WAIT, WaitArgument.goByTheSystemsClock(fd, arena))
                && onSystemClock;
        int enterFd = fd;
        if (wants(found, RingFeature.REGISTERED_RING)) {
            int registered = register(fd, arena);
            enterFd = tried(found, RingFeature.REGISTERED_RING, registered) ? registered : fd;
        }
        if (wants(found, RingFeature.WORKER_LIMITS)) {
            tried(found, RingFeature.WORKER_LIMITS, limitWorkers(fd));
        }
        pollBusily(fd, found);
        return new Ring(
                mapping, new RingFeatures(step, found), enterFd, WaitArgument.of(arena, shown, isShown, isAbsolute));
    }

    private static boolean wants(Map<RingFeature, Finding> found, RingFeature feature) {
        return found.getOrDefault(feature, Finding.UNTOLD).isPossible();
    }

    private static boolean tried(Map<RingFeature, Finding> found, RingFeature feature, int answer) {
        found.put(feature, Finding.tried(answer));
        return answer >= 0;
    }

    /** The ring's number among those of this thread, or a negated errno (there are only 16). */
    private static int register(int fd, Arena arena) {
        MemorySegment update = arena.allocate(io_uring_rsrc_update.layout());
        io_uring_rsrc_update.offset(update, -1);
        io_uring_rsrc_update.data(update, fd);
        int count = Liburing.register(fd, IoUring.IORING_REGISTER_RING_FDS(), update, 1);
        return count == 1 ? io_uring_rsrc_update.offset(update) : Math.min(count, -1);
    }

    /** The thread's place is free again. */
    static void unregister(Ring ring, int registered) {
        if (ring.features().registeredFd()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment update = arena.allocate(io_uring_rsrc_update.layout());
                io_uring_rsrc_update.offset(update, registered);
                Liburing.register(ring.fd(), IoUring.IORING_UNREGISTER_RING_FDS(), update, 1);
            }
        }
    }

    /** They belong to the thread, whichever of its rings is asked; 0 leaves a bound as it is. */
    private int limitWorkers(int fd) {
        MemorySegment most = arena.allocateFrom(JAVA_INT, config.fileWorkersMax(), config.otherWorkersMax());
        return Liburing.register(fd, IoUring.IORING_REGISTER_IOWQ_MAX_WORKERS(), most, 2);
    }

    /** Asked for by name, so a refusal is told. A ring for polled files has no network devices to poll. */
    private void pollBusily(int fd, Map<RingFeature, Finding> found) {
        boolean isForFiles = (more & IoUring.IORING_SETUP_IOPOLL()) != 0;
        if (config.busyPollMicros() == 0 || isForFiles) {
            return;
        }
        MemorySegment poll = arena.allocate(io_uring_napi.layout());
        io_uring_napi.busy_poll_to(poll, config.busyPollMicros());
        io_uring_napi.prefer_busy_poll(poll, (byte) (config.prefersBusyPoll() ? 1 : 0));
        int answer = config.isLeftOut(RingFeature.BUSY_POLL)
                ? -Linux.EINVAL()
                : Liburing.register(fd, IoUring.IORING_REGISTER_NAPI(), poll, 1);
        if (!tried(found, RingFeature.BUSY_POLL, answer)) {
            throw new RingRefusedException(
                    "busy polling", answer, "it needs Linux 6.9 or newer, built with CONFIG_NET_RX_BUSY_POLL");
        }
    }

    /** What the kernel locks, in whole pages: 64 for an entry; 4 for its place, and 16 for each completion. */
    static long bytes(int entries) {
        return pages(64L * entries) + pages(HEADER_BYTES + entries * (4L + 16 * COMPLETIONS_PER_ENTRY));
    }

    private static long pages(long bytes) {
        return (bytes + PAGE_BYTES - 1) & -PAGE_BYTES;
    }
}

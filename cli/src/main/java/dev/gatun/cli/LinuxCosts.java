package dev.gatun.cli;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Epoll;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.epoll_event;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.cli.Report.Cost;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the smallest things cost on Linux. One use, one thread, and a second one for the wake-up. */
final class LinuxCosts {
    List<Cost> all() {
        List<Cost> costs = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = new SystemCalls(arena);
            costs.add(CostSampler.clockReading());
            costs.add(CostSampler.measured(
                    "null-system-call",
                    () -> calls.immediate(Syscalls.__NR_getpid(), 0),
                    _ -> "getpid(2), "
                            + SystemCalls.detour()
                                    .map(_ -> "through the C library")
                                    .orElse("entered directly")
                            + ": what any call costs before it does something; over 200 ns, mitigations or a sandbox"
                            + " (gVisor, seccomp) are at work"));
            epollWait(calls, arena).ifPresent(costs::add);
            emptyEnter(calls, arena).ifPresent(costs::add);
            pageFault(calls).ifPresent(costs::add);
            wake(calls).ifPresent(costs::add);
        }
        return costs;
    }

    private static Optional<Cost> epollWait(SystemCalls calls, Arena arena) {
        long epoll = calls.immediate(Syscalls.__NR_epoll_create1(), Epoll.EPOLL_CLOEXEC());
        if (epoll < 0) {
            return Optional.empty();
        }
        long events = arena.allocate(epoll_event.layout()).address();
        try {
            return Optional.of(CostSampler.measured(
                    "epoll-wait",
                    () -> calls.immediate(Syscalls.__NR_epoll_wait(), epoll, events, 1, 0, 0, 0),
                    _ -> "a loop over epoll that spins looks this often, less its own work"));
        } finally {
            calls.immediate(Syscalls.__NR_close(), epoll);
        }
    }

    private static Optional<Cost> emptyEnter(SystemCalls calls, Arena arena) {
        if (Liburing.problem().isPresent()) {
            return Optional.empty();
        }
        int ring = Liburing.setUp(1, arena.allocate(io_uring_params.layout()));
        if (ring < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(CostSampler.measured(
                    "empty-enter",
                    () -> Liburing.enterAtOnce(ring, 0, IoUring.IORING_ENTER_GETEVENTS()),
                    _ -> "what a loop over io_uring saves by looking at its ring's memory first"));
        } finally {
            calls.immediate(Syscalls.__NR_close(), ring);
        }
    }

    /** The first touch of a page that the system has promised. */
    private static Optional<Cost> pageFault(SystemCalls calls) {
        long bytes = (long) CostSampler.PAGE * CostSampler.EACH * CostSampler.SAMPLES;
        long mapped = calls.waiting(
                Syscalls.__NR_mmap(),
                0,
                bytes,
                Linux.PROT_READ() | Linux.PROT_WRITE(),
                Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS(),
                -1,
                0);
        if (mapped <= 0) {
            return Optional.empty();
        }
        try {
            calls.waiting(Syscalls.__NR_madvise(), mapped, bytes, Linux.MADV_NOHUGEPAGE());
            return Optional.of(CostSampler.pageFault(page -> calls.immediate(
                    Syscalls.__NR_madvise(),
                    mapped + (long) page * CostSampler.PAGE,
                    CostSampler.PAGE,
                    Linux.MADV_POPULATE_WRITE())));
        } finally {
            calls.waiting(Syscalls.__NR_munmap(), mapped, bytes, 0);
        }
    }

    /** Through two eventfds, in read(2). */
    private static Optional<Cost> wake(SystemCalls calls) {
        long[] events = new long[2];
        for (int i = 0; i < events.length; i++) {
            events[i] = calls.immediate(Syscalls.__NR_eventfd2(), 0, Linux.EFD_CLOEXEC(), 0);
        }
        try {
            return Math.min(events[0], events[1]) < 0
                    ? Optional.empty()
                    : Optional.of(CostSampler.wake(arena -> new Events(events, arena)));
        } finally {
            for (long event : events) {
                calls.immediate(Syscalls.__NR_close(), event);
            }
        }
    }

    private static final class Events implements CostSampler.Bells {
        private final long[] events;
        private final SystemCalls calls;
        private final MemorySegment word;

        Events(long[] events, Arena arena) {
            this.events = events;
            calls = new SystemCalls(arena);
            word = arena.allocate(ValueLayout.JAVA_LONG);
        }

        @Override
        public void ring(int bell) {
            word.set(ValueLayout.JAVA_LONG, 0, 1);
            calls.immediate(Syscalls.__NR_write(), events[bell], word.address(), Long.BYTES);
        }

        @Override
        public void await(int bell) {
            calls.waiting(Syscalls.__NR_read(), events[bell], word.address(), Long.BYTES);
        }
    }
}

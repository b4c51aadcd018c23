package dev.gatun.cli;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Epoll;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.epoll_event;
import dev.gatun.bindings.linux.epoll_params;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what this Linux can do by doing it. Each trial closes what it opened. One thread, one arena. */
final class LinuxTrials {
    private final Arena arena;
    private final SystemCalls calls;

    LinuxTrials(Arena arena) {
        this.arena = arena;
        calls = new SystemCalls(arena);
    }

    /** Empty where there is none: its provider says why. */
    List<Feature> epoll() {
        long epoll = calls.immediate(Syscalls.__NR_epoll_create1(), Epoll.EPOLL_CLOEXEC());
        if (epoll < 0) {
            return List.of();
        }
        long event = calls.immediate(Syscalls.__NR_eventfd2(), 1, Linux.EFD_CLOEXEC() | Linux.EFD_NONBLOCK(), 0);
        try {
            List<Feature> features = new ArrayList<>();
            features.add(feature("wait", waitForReady(epoll, event), "2.6", null));
            MemorySegment events = arena.allocate(epoll_event.layout());
            long exact = calls.waiting(Syscalls.__NR_epoll_pwait2(), epoll, events.address(), 1, timeoutOfZero(), 0, 0);
            features.add(feature("pwait2", exact, "5.11", "Linux 5.11 or newer"));
            MemorySegment parameters = arena.allocate(epoll_params.layout());
            long busyPoll = calls.immediate(Syscalls.__NR_ioctl(), epoll, Epoll.EPIOCGPARAMS(), parameters.address());
            features.add(feature("busy-poll-params", busyPoll, "6.9", "Linux 6.9 or newer"));
            return features;
        } finally {
            calls.immediate(Syscalls.__NR_close(), event);
            calls.immediate(Syscalls.__NR_close(), epoll);
        }
    }

    private long waitForReady(long epoll, long event) {
        MemorySegment interest = arena.allocate(epoll_event.layout());
        epoll_event.events(interest, Epoll.EPOLLIN());
        long added = calls.immediate(
                Syscalls.__NR_epoll_ctl(), epoll, Epoll.EPOLL_CTL_ADD(), event, interest.address(), 0, 0);
        if (added < 0) {
            return added;
        }
        MemorySegment ready = arena.allocate(epoll_event.layout());
        long count = calls.waiting(Syscalls.__NR_epoll_wait(), epoll, ready.address(), 1, 0, 0, 0);
        return count == 1 ? 0 : Math.min(count, -Linux.EIO());
    }

    private long timeoutOfZero() {
        return arena.allocate(16).address();
    }

    private static Feature feature(String name, long result, String since, @Nullable String fix) {
        return result >= 0
                ? new Feature(name, State.YES, "tried", "works", since, null)
                : new Feature(name, State.NO, "tried", ErrorNumbers.name(result), since, fix);
    }
}

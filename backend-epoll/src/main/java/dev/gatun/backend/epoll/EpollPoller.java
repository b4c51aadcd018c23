package dev.gatun.backend.epoll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Epoll;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.epoll_event;
import dev.gatun.bindings.linux.pollfd;
import dev.gatun.bindings.linux.timespec;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.linux.WakeEvent;
import dev.gatun.readiness.Poller;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One epoll. A handle is added once, edge-triggered and in both directions, and never changed: in steady state the only
 * call is the wait. What an event carries is the handle's number and generation. The Cpu's thread alone, but for
 * {@link #wake}.
 */
final class EpollPoller implements Poller {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final int EDGES =
            Epoll.EPOLLIN() | Epoll.EPOLLOUT() | Epoll.EPOLLRDHUP() | Epoll.EPOLLPRI() | Epoll.EPOLLET();
    private static final int FAILED = Epoll.EPOLLERR() | Epoll.EPOLLHUP();
    private static final int UNUSUALS = Epoll.EPOLLRDHUP() | Epoll.EPOLLPRI();

    /** The wake event's data: no handle has number and generation -1. */
    private static final long WAKE = -1;

    /** The struct is packed on x86-64: twelve bytes, its data on no boundary. */
    private static final long EVENT_BYTES = epoll_event.layout().byteSize();

    private static final long EVENTS = epoll_event.events$offset();
    private static final long DATA = epoll_event.data$offset();

    private final SystemCalls calls;
    private final WakeEvent wakeEvent;
    private final BusyPolling busyPolling;
    private final EpollFeatures features;
    private final int epoll;
    private final int eventsMax;
    private final long events;
    private final long interest;
    private final long timeout;
    private final long asked;

    EpollPoller(int eventsMax, EpollConfig config, EpollFeatures most, Arena arena) {
        calls = new SystemCalls(arena);
        this.eventsMax = eventsMax;
        events = arena.allocate(EVENT_BYTES * eventsMax, Long.BYTES).address();
        interest = arena.allocate(EVENT_BYTES, Long.BYTES).address();
        timeout = arena.allocate(timespec.layout()).address();
        asked = arena.allocate(pollfd.layout()).address();
        epoll = (int) opened(calls.immediate(Syscalls.__NR_epoll_create1(), Epoll.EPOLL_CLOEXEC()));
        WakeEvent event = null;
        try {
            event = new WakeEvent(_ -> "raise the limit of open files (ulimit -n)");
            busyPolling = new BusyPolling(config, epoll, calls, arena);
            features = new EpollFeatures(most.exactWait() && hasExactWait(), busyPolling.isKnownToEpoll());
            opened(control(Epoll.EPOLL_CTL_ADD(), event.fd(), Epoll.EPOLLIN() | Epoll.EPOLLET(), WAKE));
        } catch (RuntimeException e) {
            if (event != null) {
                event.close();
            }
            calls.immediate(Syscalls.__NR_close(), epoll);
            throw e;
        }
        wakeEvent = event;
    }

    private static long opened(long result) {
        if (result < 0) {
            throw new IllegalStateException("epoll answered " + ErrorNumbers.name(result)
                    + (result == -Linux.EMFILE() ? ": raise the limit of open files (ulimit -n)" : ""));
        }
        return result;
    }

    EpollFeatures features() {
        return features;
    }

    /** The wake event, written and heard. */
    boolean hearsItself() {
        wake();
        return await(NANOS_PER_SECOND) == 1;
    }

    // --- watching ---------------------------------------------------------------------------------------------------

    @Override
    public long watch(int handle, int generation) {
        long data = (long) generation << 32 | handle;
        long added = control(Epoll.EPOLL_CTL_ADD(), handle, EDGES, data);
        if (added == -Linux.EEXIST()) {
            added = control(Epoll.EPOLL_CTL_MOD(), handle, EDGES, data); // a number of the same file, used before
        }
        if (added == 0) {
            busyPolling.apply(handle);
        }
        return added == -Linux.EPERM() ? NEVER_BLOCKS : added;
    }

    @Override
    public void unwatch(int handle) {
        control(Epoll.EPOLL_CTL_DEL(), handle, 0, 0); // it may be closed by others already, and gone with that
    }

    private long control(int what, int handle, int interests, long data) {
        MEMORY.set(JAVA_INT_UNALIGNED, interest + EVENTS, interests);
        MEMORY.set(JAVA_LONG_UNALIGNED, interest + DATA, data);
        return calls.immediate(Syscalls.__NR_epoll_ctl(), epoll, what, handle, interest, 0, 0);
    }

    @Override
    public long readiness(int handle) {
        int wanted = Linux.POLLIN() | Linux.POLLOUT();
        MEMORY.set(JAVA_INT, asked + pollfd.fd$offset(), handle);
        MEMORY.set(JAVA_SHORT, asked + pollfd.events$offset(), (short) wanted);
        long polled = calls.immediate(Syscalls.__NR_poll(), asked, 1, 0);
        int ready = polled == 1 ? MEMORY.get(JAVA_SHORT, asked + pollfd.revents$offset()) : 0;
        if (polled < 0 || (ready & Linux.POLLNVAL()) != 0) {
            return polled < 0 ? polled : -Linux.EBADF();
        }
        return LinuxFlags.pollResult(ready);
    }

    // --- waiting ----------------------------------------------------------------------------------------------------

    @Override
    public void look(Listener listener) {
        tell(calls.immediate(Syscalls.__NR_epoll_wait(), epoll, events, eventsMax, 0, 0, 0), listener);
    }

    @Override
    public void await(long nanos, Listener listener) {
        tell(await(nanos), listener);
    }

    private long await(long nanos) {
        if (nanos < 0 || !features.exactWait()) {
            return calls.waiting(Syscalls.__NR_epoll_wait(), epoll, events, eventsMax, millis(nanos), 0, 0);
        }
        return waitExactly(nanos);
    }

    private long waitExactly(long nanos) {
        MEMORY.set(JAVA_LONG, timeout + timespec.tv_sec$offset(), nanos / NANOS_PER_SECOND);
        MEMORY.set(JAVA_LONG, timeout + timespec.tv_nsec$offset(), nanos % NANOS_PER_SECOND);
        return calls.waiting(Syscalls.__NR_epoll_pwait2(), epoll, events, eventsMax, timeout, 0, 0);
    }

    /** Rounded up: a deadline that is near must not become one that has passed, and a loop that spins. */
    static int millis(long nanos) {
        if (nanos < 0) {
            return -1;
        }
        long whole = nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1);
        return (int) Math.min(whole, Integer.MAX_VALUE);
    }

    private boolean hasExactWait() {
        return waitExactly(0) != -Linux.ENOSYS();
    }

    /** A signal is no error, and nothing was heard; whatever else it is, this epoll can't go on. */
    private void tell(long count, Listener listener) {
        if (count < 0 && count != -Linux.EINTR()) {
            throw new IllegalStateException("epoll_wait answered " + ErrorNumbers.name(count));
        }
        long event = events;
        for (int i = 0; i < count; i++) {
            long data = MEMORY.get(JAVA_LONG_UNALIGNED, event + DATA);
            if (data != WAKE) {
                int told = MEMORY.get(JAVA_INT_UNALIGNED, event + EVENTS);
                listener.onReady((int) data, (int) (data >>> 32), portable(told));
            }
            event += EVENT_BYTES;
        }
    }

    private static int portable(int told) {
        int ready = (told & Epoll.EPOLLIN()) != 0 ? READ : 0;
        if ((told & Epoll.EPOLLOUT()) != 0) {
            ready |= WRITE;
        }
        if ((told & (FAILED | UNUSUALS)) != 0) {
            ready |= (told & FAILED) != 0 ? HANG_UP : 0;
            ready |= (told & UNUSUALS) != 0 ? UNUSUAL | READ : 0;
        }
        return ready;
    }

    @Override
    public void wake() {
        wakeEvent.signal();
    }

    @Override
    public void close() {
        wakeEvent.close();
        calls.immediate(Syscalls.__NR_close(), epoll);
    }
}

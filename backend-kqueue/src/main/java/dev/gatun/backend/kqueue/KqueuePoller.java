package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.KqueueConstants;
import dev.gatun.bindings.kqueue.Pollfd;
import dev.gatun.bindings.kqueue.Timespec;
import dev.gatun.readiness.Poller;
import dev.gatun.spi.FileFacts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One kqueue. What can be read is told by edges from the first time on, as epoll does it. What can be written is
 * asked for only while somebody waits for it, because a BSD tells it anew at each acknowledgement: that is a change
 * which travels with the next wait, so it costs no call. What an event carries is the handle's number and
 * generation. The Cpu's thread alone, but for {@link #wake}.
 */
final class KqueuePoller implements Poller {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int FAILED = Pollfd.POLLHUP | Pollfd.POLLERR;
    private static final int ADD_BY_EDGES = KqueueConstants.EV_ADD | KqueueConstants.EV_CLEAR;

    /** The wake event's data, and that of a change whose failure means nothing: no handle has either. */
    private static final long WAKE = -1;

    private static final long NOTHING = -2;
    private static final long WAKE_IDENT = 0;

    private final BsdCalls calls;
    private final KeventLayout layout;
    private final BsdFileFacts facts;
    private final Changes changes;
    private final WakeEvent wakeEvent;
    private final int kqueue;
    private final int eventsMax;
    private final long events;
    private final long change;
    private final long receipt;
    private final long timeout;
    private final long asked;
    private final MemorySegment status;

    KqueuePoller(KqueueSystem system, int eventsMax, Arena arena) {
        calls = system.calls(arena);
        layout = system.layout();
        facts = new BsdFileFacts(system.bsd(), calls);
        this.eventsMax = eventsMax;
        events = arena.allocate(layout.bytes() * eventsMax, Long.BYTES).address();
        change = arena.allocate(layout.bytes(), Long.BYTES).address();
        receipt = arena.allocate(layout.bytes(), Long.BYTES).address();
        timeout = arena.allocate(Timespec.layout()).address();
        asked = arena.allocate(Pollfd.layout()).address();
        status = arena.allocate(facts.statusBytes(), Long.BYTES);
        changes = new Changes(layout, arena);
        kqueue = (int) opened("kqueue", calls.immediate(BsdFunction.KQUEUE, 0, 0, 0));
        try {
            wakeEvent = new WakeEvent(system, kqueue, WAKE_IDENT, WAKE);
            opened("kevent", apply(WAKE_IDENT, layout.userFilter(), ADD_BY_EDGES, WAKE));
        } catch (RuntimeException e) {
            calls.immediate(BsdFunction.CLOSE, kqueue, 0, 0);
            throw e;
        }
    }

    private static long opened(String call, long result) {
        if (result < 0) {
            throw new IllegalStateException(call + " answered errno " + -result
                    + (result == -BsdErrnos.EMFILE ? ": raise the limit of open files (ulimit -n)" : ""));
        }
        return result;
    }

    /** The wake event, triggered and heard. */
    boolean hearsItself() {
        wake();
        long count = waitFor(NANOS_PER_SECOND, true);
        return count == 1 && MEMORY.get(JAVA_LONG, events + layout.udata()) == WAKE;
    }

    // --- watching ---------------------------------------------------------------------------------------------------

    /**
     * A kqueue takes files, too, and calls them ready up to their end: that they never block is asked of the
     * system.
     */
    @Override
    public long watch(int handle, int generation) {
        long asked = calls.immediate(BsdFunction.FSTAT, handle, status.address(), 0);
        if (asked < 0) {
            return asked;
        }
        FileFacts.Type type = BsdFileFacts.type(facts.mode(status));
        if (type == FileFacts.Type.REGULAR || type == FileFacts.Type.DIRECTORY) {
            return NEVER_BLOCKS;
        }
        long watched = apply(handle, KqueueConstants.EVFILT_READ, ADD_BY_EDGES, data(handle, generation));
        // A device that no queue takes is as a file.
        return watched < 0 && type == FileFacts.Type.CHARACTER_DEVICE ? NEVER_BLOCKS : watched;
    }

    private static long data(int handle, int generation) {
        return (long) generation << 32 | handle;
    }

    /** One change at once. With a receipt, so that its failure comes back, and no event with it. */
    private long apply(long ident, int filter, int flags, long data) {
        layout.write(change, ident, filter, flags | KqueueConstants.EV_RECEIPT, data);
        long told;
        do {
            told = calls.immediate(BsdFunction.KEVENT, kqueue, change, 1, receipt, 1, 0);
        } while (told == -BsdErrnos.EINTR);
        return told < 0 ? told : -MEMORY.get(JAVA_LONG, receipt + layout.data());
    }

    @Override
    public void wantWrites(int handle, int generation) {
        changes.add(handle, KqueueConstants.EVFILT_WRITE, ADD_BY_EDGES, data(handle, generation));
    }

    @Override
    public void wantNoWrites(int handle) {
        changes.add(handle, KqueueConstants.EVFILT_WRITE, KqueueConstants.EV_DELETE, NOTHING);
    }

    /** Closing a handle takes its events away; what was asked for it must not meet whatever the number means next. */
    @Override
    public void unwatch(int handle) {
        changes.forget(handle);
    }

    @Override
    public long readiness(int handle) {
        MEMORY.set(JAVA_INT, asked + Pollfd.FD, handle);
        MEMORY.set(JAVA_SHORT, asked + Pollfd.EVENTS, (short) (Pollfd.POLLIN | Pollfd.POLLOUT));
        long polled = calls.immediate(BsdFunction.POLL, asked, 1, 0);
        int ready = polled == 1 ? MEMORY.get(JAVA_SHORT, asked + Pollfd.REVENTS) : 0;
        if (polled < 0 || (ready & Pollfd.POLLNVAL) != 0) {
            return polled < 0 ? polled : -BsdErrnos.EBADF;
        }
        if ((ready & FAILED) != 0) {
            return READ | WRITE | HANG_UP;
        }
        return ((ready & Pollfd.POLLIN) != 0 ? READ : 0) | ((ready & Pollfd.POLLOUT) != 0 ? WRITE : 0);
    }

    // --- waiting ----------------------------------------------------------------------------------------------------

    @Override
    public void look(Listener listener) {
        tell(waitFor(0, false), listener);
    }

    @Override
    public void await(long nanos, Listener listener) {
        tell(waitFor(nanos, true), listener);
    }

    /**
     * As many changes at a time as there is room for events, since each may fail and say so. What they don't hold
     * goes with the next call, which then must not be waited for.
     */
    private long waitFor(long nanos, boolean mayWait) {
        int count = Math.min(changes.count(), eventsMax);
        boolean waits = mayWait && count == changes.count();
        long first = changes.take(count);
        long limit = waits ? limit(nanos) : limit(0);
        return waits
                ? calls.waiting(BsdFunction.KEVENT, kqueue, first, count, events, eventsMax, limit)
                : calls.immediate(BsdFunction.KEVENT, kqueue, first, count, events, eventsMax, limit);
    }

    /** Null is for ever. */
    private long limit(long nanos) {
        if (nanos < 0) {
            return 0;
        }
        MEMORY.set(JAVA_LONG, timeout + Timespec.TV_SEC, nanos / NANOS_PER_SECOND);
        MEMORY.set(JAVA_LONG, timeout + Timespec.TV_NSEC, nanos % NANOS_PER_SECOND);
        return timeout;
    }

    /** A signal is no error, and the changes were made; whatever else it is, this kqueue can't go on. */
    private void tell(long count, Listener listener) {
        if (count < 0 && count != -BsdErrnos.EINTR) {
            throw new IllegalStateException("kevent answered errno " + -count);
        }
        long event = events;
        for (int i = 0; i < count; i++) {
            long data = MEMORY.get(JAVA_LONG, event + layout.udata());
            if (data != WAKE && data != NOTHING) {
                listener.onReady((int) data, (int) (data >>> 32), portable(event));
            }
            event += layout.bytes();
        }
    }

    /**
     * An end of what is read may have data before it, and the other way may be open still; no reader at the other end
     * of what is written is the end of it all. Of a change that failed, the call that wants it will say why.
     */
    private int portable(long event) {
        int flags = MEMORY.get(JAVA_SHORT, event + layout.flags());
        if ((flags & KqueueConstants.EV_ERROR) != 0) {
            return HANG_UP;
        }
        boolean isEnd = (flags & KqueueConstants.EV_EOF) != 0;
        if (MEMORY.get(JAVA_SHORT, event + layout.filter()) == KqueueConstants.EVFILT_WRITE) {
            return isEnd ? WRITE | HANG_UP : WRITE;
        }
        if (!isEnd) {
            return READ;
        }
        return MEMORY.get(JAVA_INT, event + layout.fflags()) == 0 ? READ | UNUSUAL : READ | UNUSUAL | HANG_UP;
    }

    @Override
    public void wake() {
        wakeEvent.signal();
    }

    @Override
    public void close() {
        wakeEvent.close();
        calls.immediate(BsdFunction.CLOSE, kqueue, 0, 0);
    }
}

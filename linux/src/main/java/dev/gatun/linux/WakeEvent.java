package dev.gatun.linux;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;

/**
 * The eventfd that ends a wait; for any thread. It is written and never read: each write makes a ring's multishot
 * poll complete, and is an edge for epoll, and 2^64 writes don't happen. The lock lets all threads share one place
 * for errno, and keeps a late writer off a descriptor that was closed and means another file by now. Only a sleeping
 * core is woken, so it is seldom taken, and the call under it never blocks.
 */
public final class WakeEvent {
    private final Arena arena = Arena.ofAuto();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
    private final int fd;
    private boolean isClosed;

    /** Refused, it says what {@code remedy} has for the negated errno. */
    public WakeEvent(IntFunction<String> remedy) {
        long opened = calls.immediate(Syscalls.__NR_eventfd2(), 0, Linux.EFD_CLOEXEC() | Linux.EFD_NONBLOCK(), 0);
        if (opened < 0) {
            throw new IllegalStateException(
                    "eventfd2 answered " + ErrorNumbers.name(opened) + ": " + remedy.apply((int) opened));
        }
        fd = (int) opened;
    }

    public int fd() {
        return fd;
    }

    public synchronized void signal() {
        if (!isClosed) {
            calls.immediate(Syscalls.__NR_write(), fd, one.address(), Long.BYTES);
        }
    }

    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            calls.immediate(Syscalls.__NR_close(), fd);
        }
    }
}

package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Doubts that a connection was made. A router's message that there is no way (EHOSTUNREACH, ENETUNREACH), if it comes
 * while the first packet is being sent, goes to the socket's error queue; the poll within io_uring's CONNECT takes that
 * for an end, finds no error where it looks, and the result is 0 (seen on Linux 6.18). SO_ERROR knows better. The Cpu's
 * thread alone.
 */
final class ConnectDesk {
    private final SystemCalls calls;

    /** The length of an answer, and the answer. */
    private final MemorySegment asked;

    ConnectDesk(SystemCalls calls, Arena arena) {
        this.calls = calls;
        asked = arena.allocate(JAVA_INT, 2);
    }

    /** 0 when it is connected, else the negated errno of why not. */
    int verdict(long handle) {
        asked.setAtIndex(JAVA_INT, 0, Integer.BYTES);
        asked.setAtIndex(JAVA_INT, 1, 0);
        long result = calls.immediate(
                Syscalls.__NR_getsockopt(),
                handle,
                Linux.SOL_SOCKET(),
                Linux.SO_ERROR(),
                asked.address() + Integer.BYTES,
                asked.address(),
                0);
        return result < 0 ? (int) result : -asked.getAtIndex(JAVA_INT, 1);
    }
}

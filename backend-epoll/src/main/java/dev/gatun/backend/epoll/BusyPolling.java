package dev.gatun.backend.epoll;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.backend.epoll.EpollConfig.BusyPoll;
import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Epoll;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.epoll_params;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Busy polling as it was configured: for an epoll once, for sockets as each is watched. What the kernel refuses is
 * refused here, before anything relies on it (invariant 9). The Cpu's thread alone.
 */
final class BusyPolling {
    private final SystemCalls calls;
    private final long word;
    private final @Nullable BusyPoll ofSockets;
    private final boolean isKnownToEpoll;

    BusyPolling(EpollConfig config, int epoll, SystemCalls calls, Arena arena) {
        this.calls = calls;
        word = arena.allocate(JAVA_INT).address();
        ofSockets = config.socketBusyPoll();
        MemorySegment parameters = arena.allocate(epoll_params.layout());
        isKnownToEpoll = calls.immediate(Syscalls.__NR_ioctl(), epoll, Epoll.EPIOCGPARAMS(), parameters.address()) == 0;
        if (config.epollBusyPoll() != null) {
            set(epoll, config.epollBusyPoll(), parameters);
        }
        if (ofSockets != null) {
            tryOut(ofSockets);
        }
    }

    boolean isKnownToEpoll() {
        return isKnownToEpoll;
    }

    private void set(int epoll, BusyPoll wanted, MemorySegment parameters) {
        parameters.set(JAVA_INT, epoll_params.busy_poll_usecs$offset(), wanted.micros());
        parameters.set(JAVA_SHORT, epoll_params.busy_poll_budget$offset(), (short) wanted.packetsMax());
        parameters.set(JAVA_BYTE, epoll_params.prefer_busy_poll$offset(), (byte) (wanted.preferred() ? 1 : 0));
        long set = calls.immediate(Syscalls.__NR_ioctl(), epoll, Epoll.EPIOCSPARAMS(), parameters.address());
        if (set < 0) {
            throw refusal("EPIOCSPARAMS", set, set == -Linux.EPERM() ? null : "Linux 6.9 has it");
        }
    }

    /** On a socket that is made for it: those to come are not here yet. */
    private void tryOut(BusyPoll wanted) {
        long socket =
                calls.immediate(Syscalls.__NR_socket(), Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
        if (socket < 0) {
            throw refusal("a socket to try it on", socket, null);
        }
        long set = set((int) socket, wanted);
        calls.immediate(Syscalls.__NR_close(), socket);
        if (set < 0) {
            throw refusal("SO_BUSY_POLL", set, "Linux 5.11 has all of it");
        }
    }

    private static IllegalStateException refusal(String what, long result, @Nullable String remedy) {
        String why = remedy == null || result == -Linux.EPERM()
                ? "it takes the capability CAP_NET_ADMIN, or less to ask for"
                : remedy;
        return new IllegalStateException(
                "busy polling was asked for, and " + what + " answered " + ErrorNumbers.name(result) + ": " + why);
    }

    /** What is no socket has nothing to poll. */
    void apply(int handle) {
        if (ofSockets != null) {
            set(handle, ofSockets);
        }
    }

    private long set(int socket, BusyPoll wanted) {
        long set = option(socket, Linux.SO_BUSY_POLL(), wanted.micros());
        if (set == 0) {
            set = option(socket, Linux.SO_PREFER_BUSY_POLL(), wanted.preferred() ? 1 : 0);
        }
        return set == 0 ? option(socket, Linux.SO_BUSY_POLL_BUDGET(), wanted.packetsMax()) : set;
    }

    private long option(int socket, int option, int value) {
        NativeMemory.ALL.set(JAVA_INT, word, value);
        return calls.immediate(Syscalls.__NR_setsockopt(), socket, Linux.SOL_SOCKET(), option, word, Integer.BYTES, 0);
    }
}

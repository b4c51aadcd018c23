package dev.gatun.benchmarks.subjects;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The options that the twins set too. One thread. */
public final class SocketOptions {
    private final SystemCalls calls = new SystemCalls(Arena.ofAuto());
    private final MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);

    void noDelay(long socket) {
        set(socket, Linux.IPPROTO_TCP(), Linux.TCP_NODELAY(), 1, "TCP_NODELAY");
    }

    /** Beyond what the system allows to all: needs CAP_NET_ADMIN. */
    public void queueBytes(long socket, int bytes) {
        set(socket, Linux.SOL_SOCKET(), Linux.SO_RCVBUFFORCE(), bytes, "SO_RCVBUFFORCE (needs CAP_NET_ADMIN)");
    }

    /** The kernel may hand over several datagrams as one. */
    void receiveOffload(long socket) {
        set(socket, Linux.SOL_UDP(), Linux.UDP_GRO(), 1, "UDP_GRO");
    }

    /** The kernel cuts what is sent into datagrams of so many bytes. */
    void segmentBytes(long socket, int bytes) {
        set(socket, Linux.SOL_UDP(), Linux.UDP_SEGMENT(), bytes, "UDP_SEGMENT");
    }

    private void set(long socket, int level, int option, int value, String name) {
        word.set(JAVA_INT, 0, value);
        long set = calls.waiting(Syscalls.__NR_setsockopt(), socket, level, option, word.address(), Integer.BYTES, 0);
        if (set < 0) {
            throw new IllegalStateException(name + ": " + ErrorNumbers.name(set));
        }
    }
}

package dev.gatun.benchmarks.subjects;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The options that the twins set too. One thread. */
final class TcpOptions {
    private final SystemCalls calls = new SystemCalls(Arena.ofAuto());
    private final MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);

    void noDelay(long socket) {
        word.set(JAVA_INT, 0, 1);
        long set = calls.waiting(
                Syscalls.__NR_setsockopt(),
                socket,
                Linux.IPPROTO_TCP(),
                Linux.TCP_NODELAY(),
                word.address(),
                Integer.BYTES,
                0);
        if (set < 0) {
            throw new IllegalStateException("TCP_NODELAY: " + ErrorNumbers.name(set));
        }
    }
}

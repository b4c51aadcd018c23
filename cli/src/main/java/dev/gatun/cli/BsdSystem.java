package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdLibrary;
import dev.gatun.bindings.kqueue.Rlimit;
import dev.gatun.cli.Report.Limit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Which of the two, its C library, and what it tells of itself by name. Immutable, any thread. */
record BsdSystem(boolean isMacos, BsdLibrary library) {
    /** Longer than any value that is asked for here. */
    private static final int VALUE_BYTES = 4096;

    String name() {
        return isMacos ? "macOS" : "FreeBSD";
    }

    BsdCalls calls(Arena arena) {
        return new BsdCalls(library, arena);
    }

    /** sysctl(3): what the kernel says under a name, as many bytes as it says; empty: it does not know the name. */
    MemorySegment value(String name, Arena arena) {
        MemorySegment value = arena.allocate(VALUE_BYTES, Long.BYTES);
        MemorySegment length = arena.allocateFrom(JAVA_LONG, VALUE_BYTES);
        long answer = calls(arena)
                .immediate(
                        BsdFunction.SYSCTLBYNAME,
                        arena.allocateFrom(name).address(),
                        value.address(),
                        length.address(),
                        0,
                        0,
                        0);
        return value.asSlice(0, answer < 0 ? 0 : length.get(JAVA_LONG, 0));
    }

    /** A number of four or eight bytes: what is an int on one of them may be a long on the other. */
    long number(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = value(name, arena);
            if (value.byteSize() == Long.BYTES) {
                return value.get(JAVA_LONG, 0);
            }
            return value.byteSize() == Integer.BYTES ? value.get(JAVA_INT, 0) : Limit.UNTOLD;
        }
    }

    /** Empty: it is not told. */
    String text(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = value(name, arena);
            return value.byteSize() == 0 ? "" : value.getString(0, StandardCharsets.UTF_8);
        }
    }

    /** The soft limit of the process; {@link Long#MAX_VALUE}: there is none. */
    long limit(int resource) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(Rlimit.layout());
            long answer = calls(arena).immediate(BsdFunction.GETRLIMIT, resource, limit.address(), 0);
            return answer < 0 ? Limit.UNTOLD : limit.get(JAVA_LONG, Rlimit.RLIM_CUR);
        }
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WsaBuf;
import java.lang.foreign.MemorySegment;

/** The core's vectors, pairs of address and length, as Windows wants them. Any thread; the memory is the caller's. */
final class Vectors {
    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final long PAIR_BYTES = 2L * Long.BYTES;

    private Vectors() {}

    /** Copies so many pairs to WSABUFs, or as many as a call takes here; how many that is. */
    static int copy(long pairs, int count, long buffers) {
        int copied = Math.min(count, SlotTable.VECTOR_MAX);
        for (int i = 0; i < copied; i++) {
            long to = buffers + i * WsaBuf.sizeof();
            ALL.set(JAVA_LONG, to + WsaBuf.BUF, address(pairs, i));
            ALL.set(JAVA_INT, to + WsaBuf.LEN, length(pairs, i));
        }
        return copied;
    }

    /** The room in so many WSABUFs. */
    static long bytes(long buffers, int count) {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += ALL.get(JAVA_INT, buffers + i * WsaBuf.sizeof() + WsaBuf.LEN);
        }
        return bytes;
    }

    static long address(long pairs, int at) {
        return ALL.get(JAVA_LONG, pairs + at * PAIR_BYTES);
    }

    static int length(long pairs, int at) {
        return Math.toIntExact(ALL.get(JAVA_LONG, pairs + at * PAIR_BYTES + Long.BYTES));
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.bindings.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a kqueue is to be told with the next call, in order, as it wants it: grows, never shrinks, and allocates
 * nothing when it has grown. The Cpu's thread alone.
 */
final class Changes {
    private static final MemorySegment MEMORY = NativeMemory.ALL;

    private final KeventLayout layout;
    private final Arena arena;
    private long memory;
    private int capacity = 64;
    private int first;
    private int end;

    Changes(KeventLayout layout, Arena arena) {
        this.layout = layout;
        this.arena = arena;
        memory = arena.allocate(layout.bytes() * capacity, Long.BYTES).address();
    }

    int count() {
        return end - first;
    }

    void add(int handle, int filter, int flags, long data) {
        if (end == capacity) {
            makeRoom();
        }
        layout.write(memory + end * layout.bytes(), handle, filter, flags, data);
        end++;
    }

    /**
     * Where so many of the first begin; they are no longer in here, but stay as they are until the next one is
     * added.
     */
    long take(int count) {
        assert count <= count() : count + " of " + count();
        long at = memory + first * layout.bytes();
        first += count;
        if (first == end) {
            first = 0;
            end = 0;
        }
        return at;
    }

    /** Nothing of this handle is told any more. */
    void forget(int handle) {
        int to = first;
        for (int from = first; from < end; from++) {
            if (layout.ident(memory + from * layout.bytes()) != handle) {
                if (to < from) {
                    copy(from, to);
                }
                to++;
            }
        }
        end = to;
    }

    private void makeRoom() {
        long from = memory;
        int count = count();
        if (count > capacity / 2) {
            capacity *= 2;
            memory = arena.allocate(layout.bytes() * capacity, Long.BYTES).address();
        }
        MemorySegment.copy(MEMORY, from + first * layout.bytes(), MEMORY, memory, count * layout.bytes());
        first = 0;
        end = count;
    }

    private void copy(int from, int to) {
        long bytes = layout.bytes();
        MemorySegment.copy(MEMORY, memory + from * bytes, MEMORY, memory + to * bytes, bytes);
    }
}

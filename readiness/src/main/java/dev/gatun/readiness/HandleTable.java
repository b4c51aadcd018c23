package dev.gatun.readiness;

import dev.gatun.parts.HandleBirths;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of handles, by number; in chunks, so that a large number costs little. The Cpu's thread alone. */
final class HandleTable {
    /** Of the whole process. */
    static final HandleBirths BIRTHS = new HandleBirths(0);

    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private static final class Chunk {
        final @Nullable HandleState[] states = new HandleState[CHUNK];
    }

    private @Nullable Chunk[] chunks = new Chunk[4];

    static boolean isNumber(long handle) {
        return BIRTHS.index(handle) >= 0;
    }

    /** Null where nothing was ever asked of the number. */
    @Nullable
    HandleState find(int handle) {
        int at = handle >> CHUNK_SHIFT;
        Chunk chunk = at < chunks.length ? chunks[at] : null;
        return chunk == null ? null : chunk.states[handle & CHUNK - 1];
    }

    HandleState add(int handle) {
        int at = handle >> CHUNK_SHIFT;
        if (at >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Integer.highestOneBit(at) << 1);
        }
        Chunk chunk = chunks[at];
        if (chunk == null) {
            chunk = new Chunk();
            chunks[at] = chunk;
        }
        HandleState state = new HandleState(handle, BIRTHS.of(handle));
        chunk.states[handle & CHUNK - 1] = state;
        return state;
    }

    /** Told each one there is. */
    interface Visitor {
        void visit(HandleState state);
    }

    void forEach(Visitor visitor) {
        for (Chunk chunk : chunks) {
            if (chunk == null) {
                continue;
            }
            for (HandleState state : chunk.states) {
                if (state != null) {
                    visitor.visit(state);
                }
            }
        }
    }
}

package dev.gatun.readiness;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of handles, by number; in chunks, so that a large number costs little. The Cpu's thread alone. */
final class HandleTable {
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private @Nullable HandleState[] @Nullable [] chunks = new HandleState[4][];

    static boolean isNumber(long handle) {
        return handle >= 0 && handle < HandleBirths.HANDLES_MAX;
    }

    /** Null where nothing was ever asked of the number. */
    @Nullable
    HandleState find(int handle) {
        int chunk = handle >> CHUNK_SHIFT;
        @Nullable HandleState[] states = chunk < chunks.length ? chunks[chunk] : null;
        return states == null ? null : states[handle & CHUNK - 1];
    }

    HandleState add(int handle) {
        int chunk = handle >> CHUNK_SHIFT;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Integer.highestOneBit(chunk) << 1);
        }
        @Nullable HandleState[] states = chunks[chunk];
        if (states == null) {
            states = new HandleState[CHUNK];
            chunks[chunk] = states;
        }
        HandleState state = new HandleState(handle, HandleBirths.of(handle));
        states[handle & CHUNK - 1] = state;
        return state;
    }

    /** Told each one there is. */
    interface Visitor {
        void visit(HandleState state);
    }

    void forEach(Visitor visitor) {
        for (@Nullable HandleState[] states : chunks) {
            if (states == null) {
                continue;
            }
            for (HandleState state : states) {
                if (state != null) {
                    visitor.visit(state);
                }
            }
        }
    }
}

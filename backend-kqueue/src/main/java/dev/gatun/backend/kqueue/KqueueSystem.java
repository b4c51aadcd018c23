package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdLibrary;
import java.lang.foreign.Arena;

/** The system beneath: which one, its events, and its calls. Immutable, any thread. */
record KqueueSystem(Bsd bsd, KeventLayout layout, BsdLibrary library) {
    static KqueueSystem here(Bsd bsd) {
        return new KqueueSystem(bsd, KeventLayout.of(bsd), BsdLibrary.ofSystem());
    }

    /** Calls for the one thread that owns the arena. */
    BsdCalls calls(Arena arena) {
        return new BsdCalls(library, arena);
    }
}

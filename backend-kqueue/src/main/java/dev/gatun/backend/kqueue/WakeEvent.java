package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.KqueueConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The event of a kqueue's own that ends a wait; for any thread. The lock lets all threads share one place for
 * errno, and keeps a late one off a descriptor that was closed and means another thing by now. Only a sleeping core
 * is woken, so it is seldom taken, and the call under it never blocks.
 */
final class WakeEvent {
    private final BsdCalls calls;
    private final int kqueue;
    private final MemorySegment change;
    private boolean isClosed;

    WakeEvent(KqueueSystem system, int kqueue, long ident, long data) {
        Arena arena = Arena.ofAuto();
        calls = system.calls(arena);
        this.kqueue = kqueue;
        KeventLayout layout = system.layout();
        change = arena.allocate(layout.bytes(), Long.BYTES);
        layout.write(change.address(), ident, layout.userFilter(), 0, data);
        layout.writeNotes(change.address(), KqueueConstants.NOTE_TRIGGER);
    }

    synchronized void signal() {
        if (isClosed) {
            return;
        }
        long told;
        do {
            told = calls.immediate(BsdFunction.KEVENT, kqueue, change.address(), 1, 0, 0, 0);
        } while (told == -BsdErrnos.EINTR);
        assert told == 0 : "invariant 10: nobody was woken, errno " + -told;
    }

    synchronized void close() {
        isClosed = true;
    }
}

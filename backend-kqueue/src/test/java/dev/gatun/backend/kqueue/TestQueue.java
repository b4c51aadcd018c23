package dev.gatun.backend.kqueue;

import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ERROR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.SockaddrIn;
import dev.gatun.bindings.kqueue.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A kqueue asked directly, as the manual page has it, in one of the three forms. */
final class TestQueue implements AutoCloseable {
    static final int ROOM = 8;

    /** As it is told; {@code flags} as an unsigned short. */
    record Event(long ident, int filter, int flags, int fflags, long data, long udata) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    final Arena arena = Arena.ofShared();
    final KqueueSystem system;
    final KeventLayout layout;
    final BsdCalls calls;
    final int fd;
    private final List<Long> owned = new ArrayList<>();
    private final MemorySegment changes;
    private final MemorySegment events;
    private int changed;

    TestQueue(TestGround ground) {
        system = ground.system();
        layout = system.layout();
        calls = system.calls(arena);
        changes = arena.allocate(ROOM * layout.bytes(), 8);
        events = arena.allocate(ROOM * layout.bytes(), 8);
        fd = (int) calls.waiting(BsdFunction.KQUEUE, 0, 0, 0);
    }

    /** Adds to what the next call changes. */
    TestQueue change(long ident, int filter, int flags, int fflags, long data, long udata) {
        long at = changes.address() + changed++ * layout.bytes();
        layout.write(at, ident, filter, flags, udata);
        layout.writeNotes(at, fflags);
        NativeMemory.ALL.set(JAVA_LONG, at + layout.data(), data);
        return this;
    }

    TestQueue change(long ident, int filter, int flags, long udata) {
        return change(ident, filter, flags, 0, 0, udata);
    }

    /** Changes and takes no events: 0, or a negated errno. */
    long apply() {
        return call(0, 0);
    }

    /** Changes, and does not wait. */
    List<Event> look() {
        return told(call(ROOM, 0));
    }

    /** Negative: for ever. */
    List<Event> await(long millis) {
        return told(call(ROOM, millis));
    }

    long call(int room, long millis) {
        MemorySegment limit = arena.allocate(Timespec.layout());
        limit.set(JAVA_LONG, Timespec.TV_SEC, millis / 1000);
        limit.set(JAVA_LONG, Timespec.TV_NSEC, millis % 1000 * 1_000_000);
        int count = changed;
        changed = 0;
        long timeout = millis < 0 ? 0 : limit.address();
        return calls.waiting(BsdFunction.KEVENT, fd, changes.address(), count, events.address(), room, timeout);
    }

    private List<Event> told(long count) {
        List<Event> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = events.address() + i * layout.bytes();
            told.add(new Event(
                    layout.ident(at),
                    NativeMemory.ALL.get(JAVA_SHORT, at + layout.filter()),
                    NativeMemory.ALL.get(JAVA_SHORT, at + layout.flags()) & 0xFFFF,
                    NativeMemory.ALL.get(JAVA_INT, at + layout.fflags()),
                    NativeMemory.ALL.get(JAVA_LONG, at + layout.data()),
                    NativeMemory.ALL.get(JAVA_LONG, at + layout.udata())));
        }
        assertEquals(Math.max(0, count), told.size());
        return told;
    }

    /** Makes one change that is answered at once: the errno, 0 when it went well. */
    long receipt() {
        List<Event> told = look();
        assertEquals(1, told.size());
        assertEquals(EV_ERROR, told.getFirst().flags());
        return told.getFirst().data();
    }

    // --- what it watches
    // ----------------------------------------------------------------------------------------------

    long own(long handle) {
        if (handle < 0) {
            throw new AssertionError("errno " + -handle);
        }
        owned.add(handle);
        return handle;
    }

    void close(long handle) {
        calls.waiting(BsdFunction.CLOSE, handle, 0, 0);
        owned.remove(handle);
    }

    long write(long handle, int bytes) {
        return calls.waiting(
                BsdFunction.WRITE, handle, arena.allocate(Math.max(bytes, 1)).address(), bytes);
    }

    long read(long handle, int bytes) {
        return calls.waiting(BsdFunction.READ, handle, arena.allocate(bytes).address(), bytes);
    }

    /** Client and server of a TCP connection. */
    long[] connection() {
        long listener = own(calls.waiting(BsdFunction.SOCKET, BsdSockets.AF_INET, BsdSockets.SOCK_STREAM, 0));
        MemorySegment name = arena.allocate(BsdAddress.BYTES_MAX, 8);
        BsdAddress.begin(name.address(), (int) SockaddrIn.sizeof(), BsdSockets.AF_INET);
        name.set(JAVA_INT, SockaddrIn.SIN_ADDR, Integer.reverseBytes(BsdSockets.INADDR_LOOPBACK));
        assertEquals(0, calls.waiting(BsdFunction.BIND, listener, name.address(), SockaddrIn.sizeof()));
        MemorySegment length = arena.allocateFrom(JAVA_INT, BsdAddress.BYTES_MAX);
        calls.waiting(BsdFunction.LISTEN, listener, 8, 0);
        calls.waiting(BsdFunction.GETSOCKNAME, listener, name.address(), length.address());
        long client = own(calls.waiting(BsdFunction.SOCKET, BsdSockets.AF_INET, BsdSockets.SOCK_STREAM, 0));
        assertEquals(0, calls.waiting(BsdFunction.CONNECT, client, name.address(), SockaddrIn.sizeof()));
        long server = own(calls.waiting(BsdFunction.ACCEPT, listener, 0, 0));
        close(listener);
        return new long[] {client, server};
    }

    @Override
    public void close() {
        List.copyOf(owned).forEach(this::close);
        calls.waiting(BsdFunction.CLOSE, fd, 0, 0);
        arena.close();
    }
}

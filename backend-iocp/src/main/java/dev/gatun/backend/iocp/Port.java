package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.OverlappedEntry;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSystem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A completion port, and the packets that were last fetched from it. The Cpu's thread alone, but for {@link #post},
 * which is for any.
 */
final class Port {
    /** What a packet's key says of it: the end of something begun, or what was posted. */
    static final int ENDED = 0;

    static final int WOKEN = 1;
    static final int WORKED = 2;
    static final int TIMED = 3;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final long ENTRY_BYTES = OverlappedEntry.sizeof();

    private final Functions functions;
    private final WindowsCalls calls;
    private final ThreadLocal<WindowsCalls> posting;
    private final int entriesMax;
    private final long entries;
    private final long count;
    final long handle;

    /** Held for the one call that posts, or closes. */
    private final Object lock = new Object();

    private boolean isOpen = true;

    Port(Functions functions, int entriesMax, Arena arena) {
        this.functions = functions;
        this.entriesMax = entriesMax;
        WindowsSystem system = functions.system;
        calls = system.newCalls(arena);
        posting = ThreadLocal.withInitial(() -> system.newCalls(Arena.ofAuto()));
        entries = system.allocate(entriesMax * ENTRY_BYTES + Long.BYTES, Long.BYTES, arena)
                .address();
        count = entries + entriesMax * ENTRY_BYTES;
        // One thread at a time: the loop's.
        handle = calls.call(functions.createPort, WindowsConstants.INVALID_HANDLE_VALUE, 0, ENDED, 1, 0, 0);
        if (handle == 0) {
            throw new IllegalStateException("CreateIoCompletionPort answered error " + calls.lastError());
        }
    }

    /** From now on, and for its life, what ends on the handle is told here. 0, or a negated Windows error. */
    long associate(long other) {
        return calls.call(functions.createPort, other, handle, ENDED, 0, 0, 0) == 0 ? -calls.lastError() : 0;
    }

    /** How many milliseconds to wait so as not to be early: rounded up, because 0 would not wait at all. */
    static int millis(long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        long rounded = (nanos - 1) / NANOS_PER_MILLI + 1;
        return (int) Math.min(rounded, Integer.MAX_VALUE - 1);
    }

    /** Waits at most so long ({@code INFINITE}: until there are some), and fetches so many at most; how many. */
    int fetch(int millis, int most) {
        long answer =
                calls.call(functions.getCompletions, handle, entries, Math.min(most, entriesMax), count, millis, 0);
        if ((int) answer != 0) {
            return ALL.get(JAVA_INT, count);
        }
        int error = calls.lastError();
        if (error != WindowsErrors.WAIT_TIMEOUT && error != WindowsConstants.WAIT_IO_COMPLETION) {
            throw new IllegalStateException("GetQueuedCompletionStatusEx answered error " + error);
        }
        return 0;
    }

    int key(int at) {
        return (int) ALL.get(JAVA_LONG, entries + at * ENTRY_BYTES + OverlappedEntry.LP_COMPLETION_KEY);
    }

    /** The address of the OVERLAPPED that it was begun with. */
    long overlapped(int at) {
        return ALL.get(JAVA_LONG, entries + at * ENTRY_BYTES + OverlappedEntry.LP_OVERLAPPED);
    }

    /** Any thread; nothing, when the port has been closed: its number may be another's by then. */
    void post(int key) {
        WindowsCalls mine = posting.get();
        synchronized (lock) {
            if (isOpen && (int) mine.call(functions.post, handle, 0, key, 0, 0, 0) == 0) {
                throw new IllegalStateException("PostQueuedCompletionStatus answered error " + mine.lastError());
            }
        }
    }

    void close() {
        synchronized (lock) {
            isOpen = false;
            calls.call(functions.closeHandle, handle, 0, 0);
        }
    }
}

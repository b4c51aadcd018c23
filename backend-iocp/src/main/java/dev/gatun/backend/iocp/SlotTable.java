package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.Overlapped;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory that Windows has while something is under way, a slot for each: an OVERLAPPED and what it refers to. A slot
 * is taken before a call and given back when its packet was fetched, or when the call said that there will be none:
 * never earlier (invariant 4). It grows by chunks, and its memory does not move. The Cpu's thread alone.
 *
 * <pre>
 *   OVERLAPPED | its number | bytes transferred | flags | AFD_POLL_INFO | WSABUF [64], or the addresses of an accept
 * </pre>
 */
final class SlotTable {
    /**
     * More of a vector than this is done in further operations: of a stream's, or a file's, that is no difference.
     */
    static final int VECTOR_MAX = 64;

    static final int ADDRESS_BYTES = 128;

    /** In words of {@link #purpose}. */
    static final int FREE = 0;

    static final int OPERATION = 1;
    static final int WATCH = 2;
    /** Of a directory that is watched. */
    static final int CHANGES = 3;

    private static final int CHUNK = 64;
    private static final long NUMBER = Overlapped.sizeof();
    private static final long COUNT = NUMBER + 8;
    private static final long FLAGS = COUNT + 8;
    private static final long POLL = FLAGS + 8;
    private static final long ADDRESS = POLL + 40;
    private static final long VECTOR = ADDRESS + ADDRESS_BYTES;
    private static final long BYTES = VECTOR + VECTOR_MAX * 16L;
    private static final MemorySegment ALL = NativeMemory.ALL;

    private final WindowsSystem system;
    private final Arena arena;

    private long[] chunks = {};
    private int[] free = {};
    private int freeCount;
    private int taken;

    private int[] purposes = {};
    private @Nullable Operation[] operations = {};
    private @Nullable HandleState[] handles = {};
    private @Nullable Direction[] directions = {};
    private long[] sockets = {};
    private int[] progress = {};
    private int[] parts = {};
    private int[] lives = {};
    private boolean[] ending = {};

    SlotTable(WindowsSystem system, Arena arena) {
        this.system = system;
        this.arena = arena;
    }

    /** How many are Windows' at the moment. */
    int taken() {
        return taken;
    }

    int capacity() {
        return purposes.length;
    }

    int take(int purpose, HandleState handle) {
        if (freeCount == 0) {
            grow();
        }
        int slot = free[--freeCount];
        assert purposes[slot] == FREE : "invariant 4: slot " + slot + " was given twice";
        taken++;
        purposes[slot] = purpose;
        handles[slot] = handle;
        lives[slot] = handle.life;
        handle.inFlight++;
        progress[slot] = 0;
        parts[slot] = 0;
        ending[slot] = false;
        sockets[slot] = 0;
        return slot;
    }

    int takeFor(Operation operation, HandleState handle) {
        int slot = take(OPERATION, handle);
        operations[slot] = operation;
        return slot;
    }

    int takeFor(Direction direction) {
        int slot = take(WATCH, direction.handle);
        directions[slot] = direction;
        return slot;
    }

    /** Windows has let go of it. */
    void give(int slot) {
        assert purposes[slot] != FREE : "invariant 4: slot " + slot + " was given back twice";
        HandleState handle = handle(slot);
        if (handle.life == lives[slot]) {
            handle.inFlight--;
        }
        purposes[slot] = FREE;
        operations[slot] = null;
        handles[slot] = null;
        directions[slot] = null;
        taken--;
        free[freeCount++] = slot;
    }

    /** Whose packet it is; -1 for one that is nobody's (invariant 7). */
    int slotOf(long overlapped) {
        if (overlapped == 0) {
            return -1;
        }
        int number = ALL.get(JAVA_INT, overlapped + NUMBER);
        boolean isOurs = number >= 0 && number < purposes.length && overlapped(number) == overlapped;
        return isOurs && purposes[number] != FREE ? number : -1;
    }

    int purpose(int slot) {
        return purposes[slot];
    }

    Operation operation(int slot) {
        Operation operation = operations[slot];
        assert operation != null : "slot " + slot + " is of no operation";
        return Objects.requireNonNull(operation);
    }

    HandleState handle(int slot) {
        return Objects.requireNonNull(handles[slot]);
    }

    Direction direction(int slot) {
        return Objects.requireNonNull(directions[slot]);
    }

    /** True exactly when the number means the handle still that it meant when the slot was taken. */
    boolean isOfThisLife(int slot) {
        return handle(slot).life == lives[slot];
    }

    /** The connection to be, of an accept. */
    long socket(int slot) {
        return sockets[slot];
    }

    void socket(int slot, long socket) {
        sockets[slot] = socket;
    }

    /** What has been transferred before the call under way. */
    int progress(int slot) {
        return progress[slot];
    }

    void progress(int slot, int bytes) {
        progress[slot] = bytes;
    }

    /** Which part of a vector is under way. */
    int part(int slot) {
        return parts[slot];
    }

    void part(int slot, int part) {
        parts[slot] = part;
    }

    /** Its end was asked for: nothing more is begun with it. */
    boolean isEnding(int slot) {
        return ending[slot];
    }

    void end(int slot) {
        ending[slot] = true;
    }

    // --- its memory
    // -------------------------------------------------------------------------------------------------

    long overlapped(int slot) {
        return chunks[slot / CHUNK] + slot % CHUNK * BYTES;
    }

    /** Cleared for a call that begins at that offset. */
    long overlapped(int slot, long offset) {
        long at = overlapped(slot);
        ALL.set(JAVA_LONG, at + Overlapped.INTERNAL, 0);
        ALL.set(JAVA_LONG, at + Overlapped.INTERNAL_HIGH, 0);
        ALL.set(JAVA_INT, at + Overlapped.OFFSET, (int) offset);
        ALL.set(JAVA_INT, at + Overlapped.OFFSET_HIGH, (int) (offset >>> 32));
        ALL.set(JAVA_LONG, at + Overlapped.H_EVENT, 0);
        return at;
    }

    /** An NTSTATUS. */
    int status(int slot) {
        return (int) ALL.get(JAVA_LONG, overlapped(slot) + Overlapped.INTERNAL);
    }

    int transferred(int slot) {
        return Math.toIntExact(ALL.get(JAVA_LONG, overlapped(slot) + Overlapped.INTERNAL_HIGH));
    }

    long count(int slot) {
        return overlapped(slot) + COUNT;
    }

    long flags(int slot) {
        return overlapped(slot) + FLAGS;
    }

    long poll(int slot) {
        return overlapped(slot) + POLL;
    }

    long address(int slot) {
        return overlapped(slot) + ADDRESS;
    }

    long vector(int slot) {
        return overlapped(slot) + VECTOR;
    }

    private void grow() {
        int before = purposes.length;
        int after = before + CHUNK;
        long chunk = system.allocate(CHUNK * BYTES, Long.BYTES * 2, arena).address();
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = chunk;
        purposes = Arrays.copyOf(purposes, after);
        operations = Arrays.copyOf(operations, after);
        handles = Arrays.copyOf(handles, after);
        directions = Arrays.copyOf(directions, after);
        sockets = Arrays.copyOf(sockets, after);
        progress = Arrays.copyOf(progress, after);
        parts = Arrays.copyOf(parts, after);
        lives = Arrays.copyOf(lives, after);
        ending = Arrays.copyOf(ending, after);
        free = Arrays.copyOf(free, after);
        for (int slot = after - 1; slot >= before; slot--) {
            ALL.set(JAVA_INT, overlapped(slot) + NUMBER, slot);
            free[freeCount++] = slot;
        }
    }
}

package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.io_uring_buf;
import dev.gatun.bindings.linux.io_uring_buf_reg;
import dev.gatun.spi.BufferSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Blocks of the pool that the kernel may take when data is there: a ring of {@code struct io_uring_buf}, its tail ours,
 * its head the kernel's own. A block in it has a number; it is the backend's until a completion names the number, and
 * the receiver's from then on. Empty until the first operation asks for it, so that who never does spends nothing; then
 * a few blocks, since each is used again the sooner, and likelier still in the processor's cache (a datagram costs a
 * tenth less than with four times as many), and twice as many each time that the kernel found none. The Cpu's thread
 * alone.
 */
final class BufferRing {
    static final int GROUP = 0;

    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final VarHandle SHORT = JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final int NONE = -1;
    private static final long ENTRY_BYTES = io_uring_buf.sizeof();
    private static final int ENTRIES_MAX = 32768;

    /** The kernel takes 32 for one operation before it looks at others. */
    private static final int HELD_FIRST = 64;

    /** The tail stands in the first entry, where io_uring_buf has its reserved word. */
    private static final long TAIL = io_uring_buf.resv$offset();

    private final BufferSource source;
    private final int ringFd;
    private final long entries;
    private final int mask;

    /** By number: the block that the kernel may take, or NONE. */
    private final int[] blocks;

    private final int[] freeNumbers;
    private int freeCount;

    /** How many shall be in. */
    private int wanted = HELD_FIRST;

    /** An eighth of the pool, in blocks of the usual size; known from the first one on. */
    private int heldMax = 1;

    private int heldBytes;

    private short tail;
    private boolean isInUse;
    private boolean isRegistered;

    /** Room for two batches: one is handed over while the other comes in. */
    BufferRing(Ring ring, int batch, BufferSource source, Arena arena) {
        this.source = source;
        ringFd = ring.fd();
        int count = Integer.highestOneBit(Math.clamp(4L * batch - 1, 8, ENTRIES_MAX));
        mask = count - 1;
        entries = arena.allocate(io_uring_buf.sizeof() * count, 4096).address();
        blocks = new int[count];
        freeNumbers = new int[count];
        for (int number = 0; number < count; number++) {
            blocks[number] = NONE;
            freeNumbers[freeCount++] = number;
        }
        isRegistered = ring.features().mayHave(RingFeature.BUFFER_RINGS) && register(arena) >= 0;
    }

    private int register(Arena arena) {
        MemorySegment registration = arena.allocate(io_uring_buf_reg.layout());
        io_uring_buf_reg.ring_addr(registration, entries);
        io_uring_buf_reg.ring_entries(registration, blocks.length);
        io_uring_buf_reg.bgid(registration, (short) GROUP);
        return Liburing.register(ringFd, IoUring.IORING_REGISTER_PBUF_RING(), registration, 1);
    }

    /** True exactly when the kernel has buffer rings. */
    boolean works() {
        return isRegistered;
    }

    /** An operation wants a buffer when data is there. */
    void use() {
        if (!isInUse && isRegistered) {
            isInUse = true;
            refill();
        }
    }

    /** The kernel found none for data that was there. */
    void ranOut() {
        wanted = Math.min(2 * wanted, blocks.length);
    }

    /** How many the kernel may take. */
    int held() {
        return blocks.length - freeCount;
    }

    /** Puts a block in for each that was taken out, as far as the pool has any. */
    void refill() {
        if (!isInUse || freeCount == 0) {
            return;
        }
        int before = freeCount;
        while (freeCount > 0 && held() < Math.min(wanted, heldMax)) {
            int block = source.take(0);
            if (block < 0) {
                break;
            }
            put(block, freeNumbers[--freeCount]);
        }
        if (freeCount != before) {
            publish();
        }
    }

    private void put(int block, int number) {
        blocks[number] = block;
        int bytes = source.blockBytes(block);
        if (bytes != heldBytes) { // seldom: a division for each block would cost as much as all the rest
            heldBytes = bytes;
            heldMax = (int) Math.max(1, source.regionBytes() / 8 / bytes);
        }
        long entry = NativeMemory.inRange(entries + (long) (tail & mask) * ENTRY_BYTES);
        MEMORY.set(JAVA_LONG_UNALIGNED, entry + io_uring_buf.addr$offset(), source.blockAddress(block));
        MEMORY.set(JAVA_INT_UNALIGNED, entry + io_uring_buf.len$offset(), bytes);
        MEMORY.set(JAVA_SHORT, entry + io_uring_buf.bid$offset(), (short) number);
        tail++;
    }

    /** Release: the kernel that sees the tail sees the entries before it. */
    private void publish() {
        SHORT.setRelease(MEMORY, entries + TAIL, tail);
    }

    /** The block that the kernel took, by its number, which is checked. */
    int block(int number) {
        int block = number < blocks.length ? blocks[number] : NONE;
        if (block == NONE) {
            throw new IllegalStateException("the kernel took buffer " + number + ", which is not in the ring");
        }
        return block;
    }

    /** As {@link #block}, and it is the backend's to hand over from now on. */
    int takeOut(int number) {
        int block = block(number);
        blocks[number] = NONE;
        freeNumbers[freeCount++] = number;
        return block;
    }

    /** The kernel took it and put nothing in. */
    void putBack(int number) {
        int block = takeOut(number);
        put(block, freeNumbers[--freeCount]);
        publish();
    }

    /** The kernel takes no more of them; what is in goes back to the pool. */
    void closeAndGiveBack(Arena arena) {
        if (!isRegistered) {
            return;
        }
        isRegistered = false;
        isInUse = false;
        MemorySegment registration = arena.allocate(io_uring_buf_reg.layout());
        io_uring_buf_reg.bgid(registration, (short) GROUP);
        Liburing.register(ringFd, IoUring.IORING_UNREGISTER_PBUF_RING(), registration, 1);
        for (int number = 0; number < blocks.length; number++) {
            if (blocks[number] != NONE) {
                source.give(blocks[number]);
                blocks[number] = NONE;
            }
        }
    }
}

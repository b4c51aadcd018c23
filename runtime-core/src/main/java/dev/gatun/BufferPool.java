package dev.gatun;

import dev.gatun.spi.BufferSource;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one Cpu: memory with a hard limit, reserved when the pool is opened, cut into blocks of a few sizes.
 * Nothing here blocks: when nothing is free, the answer is nothing. Its owner is the thread it is bound to, or else the
 * first one to take from it; a foreign thread is refused (invariant 1), but may free a {@link Buffer}, which sends it
 * home. Lives from its constructor until {@link #close}; what the kernel may still touch outlives it (invariant 4).
 */
public final class BufferPool implements BufferSource, AutoCloseable {
    static final String DEBUG_PROPERTY = "gatun.buffers.debug";
    private static final long HUGE_PAGE_BYTES = 2 << 20;

    private final Arena arena;
    private final System.Logger log;
    private final BufferPoolConfig config;
    private final boolean debug;
    private final RegionWishes wishes;
    private final Region region;
    private final ReturnedBuffers returned = new ReturnedBuffers();

    /** Null until bound and after closing. Written under the monitor; a racy reader finds itself, or asks there. */
    private @Nullable Thread owner;

    private boolean closed;
    private int blocksLeaked;
    private long remoteReturns;
    private volatile Runnable onReturned = () -> {};

    /**
     * Reserves the memory, and carves and touches what is to be preallocated; best by the thread that will own it: the
     * memory is then near it.
     *
     * @param advice what the backend's provider offers for huge pages and NUMA nodes, if it does
     */
    public BufferPool(BufferPoolConfig config, @Nullable RegionAdvice advice) {
        // Shared: a buffer is read and freed by other threads than the one that opened the pool.
        this(config, advice, Arena.ofShared(), System.getLogger("dev.gatun.buffers"));
    }

    BufferPool(BufferPoolConfig config, @Nullable RegionAdvice advice, Arena arena, System.Logger log) {
        this.config = config;
        this.arena = arena;
        this.log = log;
        debug = config.debug() || Boolean.getBoolean(DEBUG_PROPERTY);
        long alignment = config.hugePages() ? HUGE_PAGE_BYTES : BufferPoolConfig.UNIT_BYTES;
        MemorySegment reserved = advice == null ? null : advice.reserve(config.limitBytes(), alignment, arena);
        MemorySegment memory = reserved == null ? arena.allocate(config.limitBytes(), alignment) : reserved;
        wishes = RegionWishes.ask(memory, config, advice);
        wishes.notes().forEach(note -> log.log(System.Logger.Level.WARNING, note));
        region = new Region(this, memory, config);
    }

    /** A line for each wish of the configuration that was not granted. */
    public List<String> notes() {
        return wishes.notes();
    }

    /**
     * A buffer of at least {@code bytes}, empty, with indices at 0; null when none is free. A larger block than needed
     * is taken when no fitting one is free.
     */
    public @Nullable Buffer allocate(int bytes) {
        checkOwner("allocate");
        if (bytes <= 0) {
            throw new IllegalArgumentException("can't allocate " + bytes + " bytes: a buffer has at least one");
        }
        Block block = find(fitting(bytes));
        return block == null ? null : block.handOut(0, block.bytes(), 0);
    }

    private SizeClass fitting(int bytes) {
        if (bytes > config.largestBytes()) {
            throw new IllegalArgumentException("no buffer has " + bytes + " bytes: the largest class of the pool has "
                    + config.largestBytes() + "; raise largestBytes, or take several");
        }
        return region.fitting(bytes);
    }

    private @Nullable Block find(SizeClass fitting) {
        Block block = region.take(fitting);
        if (block == null && drainReturned() > 0) {
            block = region.take(fitting);
        }
        if (block == null) {
            block = region.takeLarger(fitting);
            if (block == null) {
                fitting.exhausted++;
            } else {
                fitting.fallbacks++;
            }
        }
        return block;
    }

    @Override
    public long regionAddress() {
        requireOpen("regionAddress");
        return region.memory().address();
    }

    @Override
    public long regionBytes() {
        requireOpen("regionBytes");
        return region.memory().byteSize();
    }

    @Override
    public int take(int bytes) {
        checkOwner("take");
        if (bytes < 0) {
            throw new IllegalArgumentException("can't take a block of " + bytes + " bytes");
        }
        Block block = find(bytes == 0 ? region.usual() : fitting(bytes));
        if (block == null) {
            return -1;
        }
        block.takeForBackend();
        return block.index;
    }

    @Override
    public void give(int block) {
        checkOwner("give");
        ofBackend(block).giveFromBackend();
    }

    @Override
    public long blockAddress(int block) {
        checkOwner("blockAddress");
        Block found = ofBackend(block);
        return found.chunk.memory.address() + found.offset;
    }

    @Override
    public int blockBytes(int block) {
        checkOwner("blockBytes");
        return ofBackend(block).bytes();
    }

    /** The buffer that a completion hands over, with {@code length} bytes to read; the backend has it no more. */
    Buffer adopt(int block, int offset, int length) {
        checkOwner("adopt");
        Block found = received(block, offset, length);
        Buffer face = found.handOut(offset, found.bytes() - offset, length);
        found.giveFromBackend();
        return face;
    }

    /**
     * As {@link #adopt}, for a block that the backend goes on filling behind these bytes: it is free when the backend
     * has handed over or given back the block and every buffer of it is freed.
     */
    Buffer adoptShared(int block, int offset, int length) {
        checkOwner("adoptShared");
        return received(block, offset, length).handOut(offset, length, length);
    }

    private Block received(int block, int offset, int length) {
        Block found = ofBackend(block);
        if ((offset | length) < 0 || offset > found.bytes() - length) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " were received into block " + block
                    + ", which has " + found.bytes());
        }
        return found;
    }

    /** Whatever the backend or the kernel says is checked. */
    private Block ofBackend(int block) {
        Block found = region.block(block);
        if (!found.isWithBackend()) {
            throw new IllegalArgumentException("block " + block + " is not the backend's: it did not take it, or gave"
                    + " it back, or handed it over");
        }
        return found;
    }

    Buffer slice(Block block, int start, int length) {
        checkOwner("slice");
        return block.handOut(start, length, length);
    }

    /** Nobody refers to the block any more. */
    void giveBack(Block block) {
        region.giveBack(block);
    }

    /** Whether nothing is free to receive into. */
    boolean isEmpty() {
        return !region.hasUsual();
    }

    /** How many blocks came back so far: while it stands, an empty pool stays empty. */
    long blocksReturned() {
        return region.returned();
    }

    /** A face that was freed and that no operation holds; from any thread. */
    void sendHome(Face face) {
        if (Thread.currentThread() == owner) {
            face.block.retire(face);
        } else if (returned.pushRelease(face)) {
            onReturned.run();
        }
    }

    /** Wakes the owner: run by any thread that frees a buffer when nothing is to be drained; after closing, too. */
    void onReturned(Runnable wake) {
        onReturned = wake;
    }

    /** Whether something waits for {@link #drainReturned}. */
    boolean hasReturned() {
        return !returned.isEmptyAcquire();
    }

    /** Takes in what other threads freed; once a tick. How many buffers came home. */
    int drainReturned() {
        checkOwner("drainReturned");
        int count = 0;
        Face face = returned.takeAllAcquire();
        while (face != null) {
            Face next = face.returnedNext;
            face.returnedNext = null;
            face.block.retire(face);
            face = next;
            count++;
        }
        remoteReturns += count;
        return count;
    }

    /** Before first use, for a thread that is not the current one; at most once. */
    synchronized void bindOwner(Thread thread) {
        requireOpen("bindOwner");
        if (owner != null && owner != thread) {
            throw new IllegalStateException(
                    "the pool is bound to thread " + owner.getName() + ", not to thread " + thread.getName());
        }
        owner = thread;
    }

    boolean isDebug() {
        return debug;
    }

    private void checkOwner(String what) {
        if (Thread.currentThread() != owner) {
            bindOrRefuse(what);
        }
    }

    private synchronized void bindOrRefuse(String what) {
        requireOpen(what);
        Thread current = Thread.currentThread();
        if (owner == null) {
            owner = current;
        }
        if (owner != current) {
            throw new IllegalStateException(what + " is for thread " + owner.getName()
                    + ", which owns the pool; thread " + current.getName() + " must send it a message");
        }
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(what + ": the pool is closed");
        }
    }

    /** A snapshot, for the owner's thread; after {@link #close}, how it was left, for any. */
    public synchronized BufferPoolStatistics statistics() {
        if (!closed && owner != null) {
            checkOwner("statistics"); // looking does not bind
        }
        return new BufferPoolStatistics(
                region.statistics(),
                config.limitBytes(),
                region.bytesInUse(),
                region.bytesInUseMax(),
                remoteReturns,
                wishes.hugePageFallbacks(),
                wishes.numaFallbacks(),
                blocksLeaked);
    }

    /** What is out now, with where it was taken when the pool runs with debug; for the owner's thread. */
    public List<BufferLeak> leaks() {
        checkOwner("leaks");
        List<BufferLeak> leaks = new ArrayList<>();
        for (int place = 0; place < region.placesCarved(); place++) {
            region.block(place).addLeaks(leaks);
        }
        return leaks;
    }

    /** As {@link #closeAndCountLeaked}. */
    @Override
    public void close() {
        closeAndCountLeaked();
    }

    /**
     * Invalidates every buffer, reports those that were not freed, and releases the memory, unless the kernel may still
     * touch it: while an operation in flight holds a buffer or the backend has a block, all of it stays for ever. For
     * the owner's thread, or for any when that has ended. A second time it does nothing.
     *
     * @return how many blocks were held, and their memory leaked
     */
    public synchronized int closeAndCountLeaked() {
        if (closed) {
            return blocksLeaked;
        }
        if (owner != null && !owner.isAlive()) {
            owner = Thread.currentThread();
        }
        drainReturned();
        List<BufferLeak> leaks = leaks();
        for (int place = 0; place < region.placesCarved(); place++) {
            if (region.block(place).closeFaces()) {
                blocksLeaked++;
            }
        }
        closed = true;
        owner = null;
        if (blocksLeaked == 0) {
            blocksLeaked = closeArena(leaks.size());
        }
        LeakReport.log(log, leaks, blocksLeaked, config.limitBytes());
        return blocksLeaked;
    }

    /** How many blocks a foreign call may still use, when one does: it keeps the arena open. */
    private int closeArena(int blocksOut) {
        try {
            arena.close();
            return 0;
        } catch (IllegalStateException inUse) {
            log.log(System.Logger.Level.WARNING, "the memory of a buffer pool is in use by a foreign call", inUse);
            return Math.max(1, blocksOut);
        }
    }
}

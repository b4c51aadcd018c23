package dev.gatun;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.FileFacts.Fact;
import java.lang.foreign.MemorySegment;

/**
 * What the system said of a file when it was last asked ({@link IoFuture#status}); made by {@link Cpu#newStatus()} once
 * and used again and again. Until the result is here it is the kernel's, and can't be read. What the system does not
 * tell is 0. It lives as long as its Cpu. The Cpu's thread alone.
 */
public final class FileStatus extends Held {
    private static final FileFacts.Type[] TYPES = FileFacts.Type.values();

    private final Cpu cpu;
    private final MemorySegment memory;
    private boolean isHeld;
    private boolean isKnown;

    FileStatus(Cpu cpu, MemorySegment memory) {
        this.cpu = cpu;
        this.memory = memory;
    }

    public long sizeBytes() {
        return read(Fact.SIZE_BYTES);
    }

    /** What it takes of the disk: less than its size where it has holes, more where space was allocated ahead. */
    public long allocatedBytes() {
        return read(Fact.ALLOCATED_BYTES);
    }

    /** What reading and writing is best done in multiples of. */
    public long blockBytes() {
        return read(Fact.BLOCK_BYTES);
    }

    public FileFacts.Type type() {
        return TYPES[(int) read(Fact.TYPE)];
    }

    public boolean isRegular() {
        return type() == FileFacts.Type.REGULAR;
    }

    public boolean isDirectory() {
        return type() == FileFacts.Type.DIRECTORY;
    }

    /** As chmod takes them: 0644, with the bits for set-user-ID, set-group-ID and sticky above. */
    public int permissions() {
        return (int) read(Fact.PERMISSIONS);
    }

    /** When its content changed; this and the other times in nanoseconds since 1970, UTC. */
    public long modifiedNanos() {
        return read(Fact.MODIFIED_NANOS);
    }

    /** When anything about it changed, its name and its permissions too. */
    public long changedNanos() {
        return read(Fact.CHANGED_NANOS);
    }

    public long accessedNanos() {
        return read(Fact.ACCESSED_NANOS);
    }

    public long bornNanos() {
        return read(Fact.BORN_NANOS);
    }

    /** With the inode: which file it is, however many names it has. */
    public long device() {
        return read(Fact.DEVICE);
    }

    public long inode() {
        return read(Fact.INODE);
    }

    /** How many names it has. */
    public long links() {
        return read(Fact.LINKS);
    }

    /** What direct access wants the addresses of buffers to be multiples of; 0 also where it has no direct access. */
    public int directMemoryAlignment() {
        return (int) read(Fact.DIRECT_MEMORY_ALIGNMENT);
    }

    /** What direct access wants offsets and lengths to be multiples of; 0 also where it has no direct access. */
    public int directOffsetAlignment() {
        return (int) read(Fact.DIRECT_OFFSET_ALIGNMENT);
    }

    private long read(Fact fact) {
        cpu.checkOwner();
        if (isHeld) {
            throw new IllegalStateException("the status is held by an operation in flight; wait for its result");
        }
        if (!isAlive()) {
            throw new IllegalStateException("the status has gone with its Cpu, which was closed; read it before");
        }
        if (!isKnown) {
            throw new IllegalStateException("the status says nothing: no operation with it has ended well yet");
        }
        return cpu.backend().fileFacts().read(memory, fact);
    }

    /** True exactly as long as a kernel may write to it. */
    boolean isAlive() {
        return memory.scope().isAlive();
    }

    long address() {
        return memory.address();
    }

    int bytes() {
        return (int) memory.byteSize();
    }

    @Override
    void pin() {
        if (isHeld) {
            throw new IllegalStateException("the status is held by an operation in flight; take another for this one");
        }
        isHeld = true;
    }

    @Override
    void unpin(int result) {
        assert isHeld : "invariant 4: let go of a status that was not held";
        isHeld = false;
        isKnown = result >= 0;
    }
}

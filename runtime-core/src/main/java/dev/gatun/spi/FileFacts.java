package dev.gatun.spi;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What a system knows of its files. A STATUS operation has it written to memory in the system's own form, which only
 * this interface reads. The Cpu's thread alone, like the backend that it is of.
 */
public interface FileFacts {
    /** One thing that a status says; a number, and 0 where the system does not tell. Times are since 1970, UTC. */
    enum Fact {
        SIZE_BYTES,
        /** What it takes of the disk: less than its size where it has holes, more where space was allocated ahead. */
        ALLOCATED_BYTES,
        /** What reading and writing is best done in multiples of. */
        BLOCK_BYTES,
        /** The ordinal of a {@link Type}. */
        TYPE,
        /** As chmod takes them: 0644, with the bits for set-user-ID, set-group-ID and sticky above. */
        PERMISSIONS,
        MODIFIED_NANOS,
        /** When anything about it changed, its name and its permissions too. */
        CHANGED_NANOS,
        ACCESSED_NANOS,
        BORN_NANOS,
        /** With the inode: which file it is, however many names it has. */
        DEVICE,
        INODE,
        LINKS,
        /** What direct access wants addresses to be multiples of. */
        DIRECT_MEMORY_ALIGNMENT,
        /** What direct access wants offsets and lengths to be multiples of. */
        DIRECT_OFFSET_ALIGNMENT
    }

    enum Type {
        REGULAR,
        DIRECTORY,
        SYMBOLIC_LINK,
        SOCKET,
        PIPE,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        OTHER
    }

    /** What direct access wants addresses, and offsets and lengths, to be multiples of; 0: the system does not tell. */
    record DirectAccess(int memoryAlignment, int offsetAlignment) {}

    /** The memory that a status takes, at a multiple of 8. */
    int statusBytes();

    /** From a status that an operation has written. */
    long read(MemorySegment status, Fact fact);

    /**
     * What the open file wants, asked at once; null where it was not opened for direct access. It may wait for the file
     * system: for what is said of an error, not before each operation.
     */
    @Nullable
    DirectAccess directAccess(long handle);
}

package dev.gatun.linux;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.statx;
import dev.gatun.bindings.linux.statx_timestamp;
import dev.gatun.spi.FileFacts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reads what statx(2) wrote. One thread: that of the system calls it was given, and as long as those. */
public final class LinuxFileFacts implements FileFacts {
    /** What statx(2) is asked for. A kernel leaves out what it does not know, and says so in the mask. */
    public static final int WANTED = Linux.STATX_BASIC_STATS() | Linux.STATX_BTIME() | Linux.STATX_DIOALIGN();

    /** The path for "the open file itself"; any thread, for ever. */
    public static final long NO_PATH = Arena.global().allocate(1).address();

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS_PER_SECOND;
    private static final int PERMISSIONS = ~Linux.S_IFMT() & 0xffff;

    private final SystemCalls calls;

    public LinuxFileFacts(SystemCalls calls) {
        this.calls = calls;
    }

    @Override
    public int statusBytes() {
        return (int) statx.sizeof();
    }

    @Override
    public long read(MemorySegment status, Fact fact) {
        return switch (fact) {
            case SIZE_BYTES -> statx.stx_size(status);
            case ALLOCATED_BYTES -> 512 * statx.stx_blocks(status); // whatever the block size is: statx(2)
            case BLOCK_BYTES -> statx.stx_blksize(status);
            case TYPE -> type(statx.stx_mode(status)).ordinal();
            case PERMISSIONS -> statx.stx_mode(status) & PERMISSIONS;
            case MODIFIED_NANOS -> nanos(statx.stx_mtime(status));
            case CHANGED_NANOS -> nanos(statx.stx_ctime(status));
            case ACCESSED_NANOS -> nanos(statx.stx_atime(status));
            case BORN_NANOS -> has(status, Linux.STATX_BTIME()) ? nanos(statx.stx_btime(status)) : 0;
            case DEVICE -> (long) statx.stx_dev_major(status) << 32 | statx.stx_dev_minor(status);
            case INODE -> statx.stx_ino(status);
            case LINKS -> statx.stx_nlink(status);
            case DIRECT_MEMORY_ALIGNMENT -> has(status, Linux.STATX_DIOALIGN()) ? statx.stx_dio_mem_align(status) : 0;
            case DIRECT_OFFSET_ALIGNMENT ->
                has(status, Linux.STATX_DIOALIGN()) ? statx.stx_dio_offset_align(status) : 0;
        };
    }

    @Override
    public @Nullable DirectAccess directAccess(long handle) {
        long flags = calls.waiting(Syscalls.__NR_fcntl(), handle, Linux.F_GETFL(), 0);
        if (flags < 0 || (flags & Linux.O_DIRECT()) == 0) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(statx.layout());
            long read = calls.waiting(
                    Syscalls.__NR_statx(), handle, NO_PATH, Linux.AT_EMPTY_PATH(), WANTED, status.address(), 0);
            return read < 0
                    ? new DirectAccess(0, 0)
                    : new DirectAccess((int) read(status, Fact.DIRECT_MEMORY_ALIGNMENT), (int)
                            read(status, Fact.DIRECT_OFFSET_ALIGNMENT));
        }
    }

    private static boolean has(MemorySegment status, int bit) {
        return (statx.stx_mask(status) & bit) != 0;
    }

    private static Type type(int mode) {
        int type = mode & Linux.S_IFMT();
        if (type == Linux.S_IFREG()) {
            return Type.REGULAR;
        } else if (type == Linux.S_IFDIR()) {
            return Type.DIRECTORY;
        } else if (type == Linux.S_IFLNK()) {
            return Type.SYMBOLIC_LINK;
        } else if (type == Linux.S_IFSOCK()) {
            return Type.SOCKET;
        } else if (type == Linux.S_IFIFO()) {
            return Type.PIPE;
        } else if (type == Linux.S_IFCHR()) {
            return Type.CHARACTER_DEVICE;
        }
        return type == Linux.S_IFBLK() ? Type.BLOCK_DEVICE : Type.OTHER;
    }

    /** The first or last there is, for years that a long of nanoseconds does not reach (1678 to 2262). */
    private static long nanos(MemorySegment time) {
        long seconds = statx_timestamp.tv_sec(time);
        long clamped = Math.clamp(seconds, -SECONDS_MAX, SECONDS_MAX - 1);
        return clamped * NANOS_PER_SECOND + (clamped == seconds ? statx_timestamp.tv_nsec(time) : 0);
    }
}

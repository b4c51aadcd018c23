package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdStat;
import dev.gatun.bindings.kqueue.MacosStat;
import dev.gatun.bindings.kqueue.Timespec;
import dev.gatun.spi.FileFacts;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reads what fstat(2) wrote. One thread: that of the calls it was given, and as long as those. */
final class BsdFileFacts implements FileFacts {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS_PER_SECOND;
    private static final int PERMISSIONS = ~BsdFiles.S_IFMT & 0xffff;

    private final boolean isMacos;
    private final Bsd bsd;
    private final BsdCalls calls;

    BsdFileFacts(Bsd bsd, BsdCalls calls) {
        this.bsd = bsd;
        this.calls = calls;
        isMacos = bsd.isMacos();
    }

    @Override
    public int statusBytes() {
        return (int) (isMacos ? MacosStat.sizeof() : FreebsdStat.sizeof());
    }

    @Override
    public long read(MemorySegment status, Fact fact) {
        return switch (fact) {
            case SIZE_BYTES -> status.get(JAVA_LONG, isMacos ? MacosStat.ST_SIZE : FreebsdStat.ST_SIZE);
            case ALLOCATED_BYTES -> // in blocks of so many, whatever the block size is: stat(2)
                512 * status.get(JAVA_LONG, isMacos ? MacosStat.ST_BLOCKS : FreebsdStat.ST_BLOCKS);
            case BLOCK_BYTES -> status.get(JAVA_INT, isMacos ? MacosStat.ST_BLKSIZE : FreebsdStat.ST_BLKSIZE);
            case TYPE -> type(mode(status)).ordinal();
            case PERMISSIONS -> mode(status) & PERMISSIONS;
            case MODIFIED_NANOS -> nanos(status, isMacos ? MacosStat.ST_MTIMESPEC : FreebsdStat.ST_MTIM);
            case CHANGED_NANOS -> nanos(status, isMacos ? MacosStat.ST_CTIMESPEC : FreebsdStat.ST_CTIM);
            case ACCESSED_NANOS -> nanos(status, isMacos ? MacosStat.ST_ATIMESPEC : FreebsdStat.ST_ATIM);
            case BORN_NANOS -> nanos(status, isMacos ? MacosStat.ST_BIRTHTIMESPEC : FreebsdStat.ST_BIRTHTIM);
            case DEVICE -> isMacos ? status.get(JAVA_INT, MacosStat.ST_DEV) : status.get(JAVA_LONG, FreebsdStat.ST_DEV);
            case INODE -> status.get(JAVA_LONG, isMacos ? MacosStat.ST_INO : FreebsdStat.ST_INO);
            case LINKS ->
                isMacos
                        ? status.get(JAVA_SHORT, MacosStat.ST_NLINK) & 0xffff
                        : status.get(JAVA_LONG, FreebsdStat.ST_NLINK);
            case DIRECT_MEMORY_ALIGNMENT, DIRECT_OFFSET_ALIGNMENT -> 0;
        };
    }

    /** FreeBSD does not say what it wants. On macOS it is no property of the file, and asks for no alignment. */
    @Override
    public @Nullable DirectAccess directAccess(long handle) {
        long flags = isMacos ? 0 : calls.variadic(BsdFunction.FCNTL, handle, BsdFiles.F_GETFL, 0);
        return flags > 0 && (flags & bsd.direct()) != 0 ? new DirectAccess(0, 0) : null;
    }

    int mode(MemorySegment status) {
        return status.get(JAVA_SHORT, isMacos ? MacosStat.ST_MODE : FreebsdStat.ST_MODE) & 0xffff;
    }

    static Type type(int mode) {
        return switch (mode & BsdFiles.S_IFMT) {
            case BsdFiles.S_IFREG -> Type.REGULAR;
            case BsdFiles.S_IFDIR -> Type.DIRECTORY;
            case BsdFiles.S_IFLNK -> Type.SYMBOLIC_LINK;
            case BsdFiles.S_IFSOCK -> Type.SOCKET;
            case BsdFiles.S_IFIFO -> Type.PIPE;
            case BsdFiles.S_IFCHR -> Type.CHARACTER_DEVICE;
            case BsdFiles.S_IFBLK -> Type.BLOCK_DEVICE;
            default -> Type.OTHER;
        };
    }

    /** The first or last there is, for years that a long of nanoseconds does not reach (1678 to 2262). */
    private static long nanos(MemorySegment status, long at) {
        long seconds = status.get(JAVA_LONG, at + Timespec.TV_SEC);
        long clamped = Math.clamp(seconds, -SECONDS_MAX, SECONDS_MAX - 1);
        return clamped * NANOS_PER_SECOND + (clamped == seconds ? status.get(JAVA_LONG, at + Timespec.TV_NSEC) : 0);
    }
}

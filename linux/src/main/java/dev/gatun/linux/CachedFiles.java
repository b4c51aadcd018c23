package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.cachestat;
import dev.gatun.bindings.linux.cachestat_range;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * SEND_FILE: what the page cache has of a file goes to a socket by {@code sendfile(2)}, which would wait for the disk
 * where a page is missing. So the kernel is asked first: {@code cachestat(2)} counts the pages that are there, and a
 * read of one byte that must not wait says of both ends that they are filled, and not on their way. What is dropped
 * between question and answer, or filled last in the middle, is still waited for: a window of microseconds, while
 * memory is short. The Cpu's thread alone, as long as its arena.
 */
public final class CachedFiles {
    private static final MemorySegment MEMORY = NativeMemory.ALL;

    /** x86-64 has no other; the system calls' numbers are of the same machine. */
    private static final int PAGE_SHIFT = 12;

    private final SystemCalls calls;
    private final long range;
    private final long counted;
    private final long position;
    private final long oneByte;

    public CachedFiles(SystemCalls calls, Arena arena) {
        this.calls = calls;
        range = arena.allocate(cachestat_range.layout()).address();
        counted = arena.allocate(cachestat.layout()).address();
        position = arena.allocate(JAVA_LONG).address();
        oneByte = arena.allocate(iovec.layout()).address();
        MEMORY.set(
                JAVA_LONG, oneByte + iovec.iov_base$offset(), arena.allocate(1).address());
        MEMORY.set(JAVA_LONG, oneByte + iovec.iov_len$offset(), 1);
    }

    /** Whether the kernel tells what is in its cache: Linux 6.5 and newer, unless a filter of system calls forbids. */
    public boolean areTold() {
        return calls.immediate(Syscalls.__NR_cachestat(), -1, range, counted, 0, 0, 0) == -Linux.EBADF();
    }

    /** Bytes; 0 when not all of the range is in the cache; -EAGAIN when the socket is full; or another errno. */
    public long send(Operation operation) {
        long file = operation.file();
        long offset = operation.offset();
        int length = operation.length();
        if (!has(operation.handle(), Linux.O_NONBLOCK()) || has(file, Linux.O_DIRECT())) {
            return -Linux.EOPNOTSUPP(); // the one would wait for the peer, the other for the disk
        }
        long there = isCached(file, offset, length);
        if (there <= 0) {
            return there;
        }
        MEMORY.set(JAVA_LONG, position, offset);
        return calls.waiting(Syscalls.__NR_sendfile(), operation.handle(), file, position, length, 0, 0);
    }

    private boolean has(long handle, int flag) {
        long flags = calls.immediate(Syscalls.__NR_fcntl(), handle, Linux.F_GETFL(), 0);
        return flags >= 0 && (flags & flag) != 0;
    }

    /** 1 or 0, or a negated errno: since Linux 6.14 only who might write the file, or owns it, is told. */
    private long isCached(long file, long offset, int length) {
        long last = offset + length - 1;
        MEMORY.set(JAVA_LONG, range + cachestat_range.off$offset(), offset);
        MEMORY.set(JAVA_LONG, range + cachestat_range.len$offset(), length);
        long result = calls.immediate(Syscalls.__NR_cachestat(), file, range, counted, 0, 0, 0);
        if (result < 0) {
            return result;
        }
        long pages = (last >>> PAGE_SHIFT) - (offset >>> PAGE_SHIFT) + 1;
        if (MEMORY.get(JAVA_LONG, counted + cachestat.nr_cache$offset()) < pages) {
            return 0;
        }
        long first = isFilled(file, offset);
        return first <= 0 ? first : isFilled(file, last);
    }

    private long isFilled(long file, long offset) {
        long result = calls.waiting(Syscalls.__NR_preadv2(), file, oneByte, 1, offset, 0, Linux.RWF_NOWAIT());
        return result == -Linux.EAGAIN() ? 0 : result;
    }
}

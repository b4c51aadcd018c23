package dev.gatun.testkit;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.FileFacts.Fact;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or a directory of the simulated disk, whether it still has a name or not. Only pages that were written take
 * space; the rest are holes, which read as zeros. The driver's thread only.
 */
final class FileNode {
    static final int PAGE_BYTES = 4096;

    final boolean isDirectory;
    int mode;

    /** Empty when it has no name any more. */
    String path;

    final long inode;
    final long bornNanos;
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long sizeBytes;
    private long modifiedNanos;
    private long changedNanos;
    private long accessedNanos;

    /** Its name, and handles: when the last is gone, so is the space. */
    int references = 1;

    FileNode(String path, boolean isDirectory, int mode, long inode, long nowNanos) {
        this.path = path;
        this.isDirectory = isDirectory;
        this.mode = mode;
        this.inode = inode;
        bornNanos = nowNanos;
        accessedNanos = nowNanos;
        modified(nowNanos);
    }

    long fact(Fact fact) {
        return switch (fact) {
            case SIZE_BYTES -> sizeBytes;
            case ALLOCATED_BYTES -> (long) PAGE_BYTES * pages.size();
            case BLOCK_BYTES -> PAGE_BYTES;
            case TYPE -> (isDirectory ? FileFacts.Type.DIRECTORY : FileFacts.Type.REGULAR).ordinal();
            case PERMISSIONS -> mode;
            case MODIFIED_NANOS -> modifiedNanos;
            case CHANGED_NANOS -> changedNanos;
            case ACCESSED_NANOS -> accessedNanos;
            case BORN_NANOS -> bornNanos;
            case DEVICE -> 1;
            case INODE -> inode;
            case LINKS -> path.isEmpty() ? 0 : 1;
            case DIRECT_MEMORY_ALIGNMENT, DIRECT_OFFSET_ALIGNMENT -> isDirectory ? 0 : PAGE_BYTES;
        };
    }

    /** Its content, as of now. */
    void modified(long nowNanos) {
        modifiedNanos = nowNanos;
        changedNanos = nowNanos;
    }

    void accessed(long nowNanos) {
        accessedNanos = nowNanos;
    }

    void loseName(long nowNanos) {
        path = "";
        changedNanos = nowNanos;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    int pages() {
        return pages.size();
    }

    void read(long offset, byte[] to, int count) {
        for (int done = 0; done < count; ) {
            long at = offset + done;
            int within = (int) (at % PAGE_BYTES);
            int part = Math.min(PAGE_BYTES - within, count - done);
            byte[] page = pages.get(at / PAGE_BYTES);
            if (page != null) {
                System.arraycopy(page, within, to, done, part);
            } else {
                Arrays.fill(to, done, done + part, (byte) 0);
            }
            done += part;
        }
    }

    /** Writes until a page would be needed that the disk has not; how many bytes were written. */
    int write(long offset, byte[] from, int count, Disk disk) {
        int done = 0;
        while (done < count) {
            long at = offset + done;
            int within = (int) (at % PAGE_BYTES);
            int part = Math.min(PAGE_BYTES - within, count - done);
            byte[] page = page(at / PAGE_BYTES, disk);
            if (page == null) {
                break;
            }
            System.arraycopy(from, done, page, within, part);
            done += part;
        }
        if (done > 0) {
            sizeBytes = Math.max(sizeBytes, offset + done);
        }
        return done;
    }

    /** Cuts it, or makes it longer by a hole. What is cut is gone: longer again, it reads as zeros. */
    void resize(long bytes, Disk disk) {
        punch(bytes, Long.MAX_VALUE - bytes, disk);
        sizeBytes = bytes;
    }

    /** Gives every page of the range its place; false, and nothing has changed, when the disk has not so many. */
    boolean allocate(long offset, long bytes, Disk disk) {
        long first = offset / PAGE_BYTES;
        long last = (offset + bytes - 1) / PAGE_BYTES;
        if (last - first + 1 - pages.subMap(first, true, last, true).size() > disk.freePages()) {
            return false;
        }
        for (long index = first; index <= last; index++) {
            page(index, disk);
        }
        return true;
    }

    /** The file is at least so long. */
    void extend(long bytes) {
        sizeBytes = Math.max(sizeBytes, bytes);
    }

    /** The range reads as zeros, and its whole pages are the disk's again. */
    void punch(long offset, long bytes, Disk disk) {
        long end = offset + bytes;
        NavigableMap<Long, byte[]> touched = pages.subMap(offset / PAGE_BYTES, true, (end - 1) / PAGE_BYTES, true);
        Iterator<Map.Entry<Long, byte[]>> each = touched.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Long, byte[]> entry = each.next();
            long start = entry.getKey() * PAGE_BYTES;
            int from = (int) Math.max(0, offset - start);
            int to = (int) Math.min(PAGE_BYTES, end - start);
            if (to - from == PAGE_BYTES) {
                each.remove();
                disk.give(1);
            } else {
                Arrays.fill(entry.getValue(), from, to, (byte) 0);
            }
        }
    }

    private byte @Nullable [] page(long index, Disk disk) {
        byte[] page = pages.get(index);
        if (page == null && disk.take()) {
            page = new byte[PAGE_BYTES];
            pages.put(index, page);
        }
        return page;
    }

    /** The pages that the disk has left. */
    static final class Disk {
        private final long pagesMax;
        private long pagesUsed;

        Disk(long bytes) {
            pagesMax = bytes / PAGE_BYTES;
        }

        long usedBytes() {
            return pagesUsed * PAGE_BYTES;
        }

        long freePages() {
            return pagesMax - pagesUsed;
        }

        boolean take() {
            if (pagesUsed == pagesMax) {
                return false;
            }
            pagesUsed++;
            return true;
        }

        void give(long pages) {
            pagesUsed -= pages;
            assert pagesUsed >= 0 : "more pages were given back than taken";
        }
    }
}

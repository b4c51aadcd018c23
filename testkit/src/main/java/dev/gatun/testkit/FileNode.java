package dev.gatun.testkit;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or a directory of the simulated disk, whether it still has a name or not. Only pages that were written take
 * space; the rest are holes, which read as zeros. The driver's thread only.
 */
final class FileNode {
    static final int PAGE_BYTES = 4096;

    final boolean isDirectory;
    final int mode;
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long sizeBytes;

    /** Its name, and handles: when the last is gone, so is the space. */
    int references = 1;

    FileNode(boolean isDirectory, int mode) {
        this.isDirectory = isDirectory;
        this.mode = mode;
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

    void truncate(Disk disk) {
        disk.give(pages.size());
        pages.clear();
        sizeBytes = 0;
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

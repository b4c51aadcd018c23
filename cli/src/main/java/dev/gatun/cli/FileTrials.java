package dev.gatun.cli;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.iovec;
import dev.gatun.bindings.linux.statx;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What files in a folder can do, tried on one made for that and deleted. One use, one thread. */
final class FileTrials {
    private static final int BLOCK = 4096;

    private final Path folder;

    FileTrials(Path folder) {
        this.folder = folder;
    }

    List<Feature> all() {
        List<Feature> features = new ArrayList<>();
        features.add(fileSystem(folder));
        try (TrialFile made = TrialFile.in(folder)) {
            tryOn(made.path(), features);
        } catch (IOException e) {
            features.add(unwritable(folder, e));
        }
        return features;
    }

    static Feature unwritable(Path folder, IOException e) {
        return Feature.tried(
                "writable",
                State.NO,
                "no file can be made in " + folder + ": " + e,
                "name a folder that can be written to: --path DIR");
    }

    private static void tryOn(Path file, List<Feature> features) {
        try (Arena arena = Arena.ofConfined()) {
            Files.write(file, new byte[2 * BLOCK]);
            features.add(Feature.tried("writable", State.YES, "a file was made and written", null));
            features.add(direct(new SystemCalls(arena), arena, file));
            features.add(withoutWaiting(new SystemCalls(arena), arena, file));
        } catch (IOException e) {
            features.add(
                    Feature.tried("writable", State.LIMITED, "a file was made, and not written: " + e, "free space"));
        }
    }

    /** Where the folder is, and how much is free there. */
    static Feature fileSystem(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            boolean isWritable = !store.isReadOnly();
            long free = store.getUsableSpace() >> 20;
            return Feature.read(
                    "file-system",
                    isWritable ? State.YES : State.LIMITED,
                    store.type() + " at " + folder + ", " + free + " MiB free" + (isWritable ? "" : ", read-only"),
                    isWritable ? null : "mount it for writing, or name another: --path DIR");
        } catch (IOException e) {
            return Feature.read(
                    "file-system", State.UNKNOWN, folder + ": " + e, "name a folder that there is: --path DIR");
        }
    }

    private static Feature direct(SystemCalls calls, Arena arena, Path file) {
        MemorySegment path = arena.allocateFrom(file.toString());
        int flags = Linux.O_RDONLY() | Linux.O_DIRECT() | Linux.O_CLOEXEC();
        long opened = calls.waiting(Syscalls.__NR_openat(), Linux.AT_FDCWD(), path.address(), flags);
        if (opened < 0) {
            return Feature.tried(
                    "direct",
                    State.NO,
                    "O_DIRECT: " + ErrorNumbers.name(opened),
                    "a file system that has it (ext4, xfs, btrfs, tmpfs since Linux 6.6)");
        }
        try {
            MemorySegment block = arena.allocate(BLOCK, BLOCK);
            long read = calls.waiting(Syscalls.__NR_pread64(), opened, block.address(), BLOCK, 0, 0, 0);
            MemorySegment status = arena.allocate(statx.layout());
            MemorySegment none = arena.allocateFrom("");
            calls.waiting(
                    Syscalls.__NR_statx(),
                    opened,
                    none.address(),
                    Linux.AT_EMPTY_PATH(),
                    Linux.STATX_DIOALIGN(),
                    status.address(),
                    0);
            String alignment = statx.stx_dio_mem_align(status) == 0
                    ? "; the alignment it needs is not told (Linux 6.1 does, of most)"
                    : "; memory aligned to " + statx.stx_dio_mem_align(status) + ", offsets to "
                            + statx.stx_dio_offset_align(status);
            return read == BLOCK
                    ? Feature.tried("direct", State.YES, "a block was read past the page cache" + alignment, null)
                    : Feature.tried("direct", State.LIMITED, "opened, and a read answered " + answer(read), null);
        } finally {
            calls.waiting(Syscalls.__NR_close(), opened, 0, 0);
        }
    }

    private static Feature withoutWaiting(SystemCalls calls, Arena arena, Path file) {
        MemorySegment path = arena.allocateFrom(file.toString());
        long opened = calls.waiting(
                Syscalls.__NR_openat(), Linux.AT_FDCWD(), path.address(), Linux.O_RDONLY() | Linux.O_CLOEXEC());
        if (opened < 0) {
            return Feature.tried("read-without-waiting", State.UNKNOWN, ErrorNumbers.name(opened), null);
        }
        try {
            MemorySegment block = arena.allocate(BLOCK, BLOCK);
            MemorySegment vector = arena.allocate(iovec.layout());
            iovec.iov_base(vector, block);
            iovec.iov_len(vector, BLOCK);
            long read = calls.waiting(Syscalls.__NR_preadv2(), opened, vector.address(), 1, 0, 0, Linux.RWF_NOWAIT());
            return read >= 0
                    ? Feature.tried(
                            "read-without-waiting", State.YES, "what is in the page cache needs no worker", null)
                    : Feature.tried(
                            "read-without-waiting",
                            State.NO,
                            "RWF_NOWAIT: " + answer(read) + "; over epoll each read takes a worker",
                            null);
        } finally {
            calls.waiting(Syscalls.__NR_close(), opened, 0, 0);
        }
    }

    private static String answer(long result) {
        return result < 0 ? ErrorNumbers.name(result) : String.valueOf(result);
    }
}

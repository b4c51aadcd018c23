package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.statx;
import dev.gatun.bindings.linux.statx_timestamp;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.FileFacts.DirectAccess;
import dev.gatun.spi.FileFacts.Fact;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this kernel writes, compared with what the JDK finds out in its own way; and what it might write. */
class LinuxFileFactsTest {
    private final LinuxGround ground = new LinuxGround();
    private final LinuxFileFacts facts = new LinuxFileFacts(ground.calls);
    private final MemorySegment status = ground.arena.allocate(facts.statusBytes(), 8);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        ground.close();
    }

    private long fact(Fact fact) {
        return facts.read(status, fact);
    }

    private long open(Path path, int flags) {
        MemorySegment name = ground.arena.allocateFrom(path.toString());
        return ground.calls.waiting(Syscalls.__NR_openat(), Linux.AT_FDCWD(), name.address(), flags, 0, 0, 0);
    }

    private void ask(long handle) {
        long result = ground.calls.waiting(
                Syscalls.__NR_statx(),
                handle,
                LinuxFileFacts.NO_PATH,
                Linux.AT_EMPTY_PATH(),
                LinuxFileFacts.WANTED,
                status.address(),
                0);
        assertEquals(0, result);
    }

    private void ask(Path path) {
        long handle = open(path, Linux.O_RDONLY());
        ask(handle);
        ground.sockets.close(handle);
    }

    @Test
    void aFileIsWhatTheJdkSaysOfIt() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[12_345]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
        Files.setLastModifiedTime(file, FileTime.from(1_234_567_890_123_456_789L, TimeUnit.NANOSECONDS));
        Files.createLink(folder.resolve("second"), file);
        ask(file);
        assertEquals(12_345, fact(Fact.SIZE_BYTES));
        assertEquals(FileFacts.Type.REGULAR.ordinal(), fact(Fact.TYPE));
        assertEquals(0651, fact(Fact.PERMISSIONS));
        FileTime modified = (FileTime) Files.getAttribute(file, "unix:lastModifiedTime");
        assertEquals(modified.to(TimeUnit.NANOSECONDS), fact(Fact.MODIFIED_NANOS));
        FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
        assertEquals(changed.to(TimeUnit.NANOSECONDS), fact(Fact.CHANGED_NANOS));
        assertEquals(2, fact(Fact.LINKS));
        assertEquals(Files.getAttribute(file, "unix:ino"), fact(Fact.INODE));
        assertTrue(fact(Fact.ALLOCATED_BYTES) >= 12_345 && fact(Fact.ALLOCATED_BYTES) % 512 == 0);
    }

    @Test
    void whatIsNoFileIsTold() {
        ask(folder);
        assertEquals(FileFacts.Type.DIRECTORY.ordinal(), fact(Fact.TYPE));
        ask(Path.of("/dev/null"));
        assertEquals(FileFacts.Type.CHARACTER_DEVICE.ordinal(), fact(Fact.TYPE));
    }

    @Test
    void everyTypeHasItsName() {
        int[] types = {
            Linux.S_IFREG(),
            Linux.S_IFDIR(),
            Linux.S_IFLNK(),
            Linux.S_IFSOCK(),
            Linux.S_IFIFO(),
            Linux.S_IFCHR(),
            Linux.S_IFBLK(),
            0
        };
        for (int i = 0; i < types.length; i++) {
            statx.stx_mode(status, (short) (types[i] | 06755));
            assertEquals(FileFacts.Type.values()[i].ordinal(), fact(Fact.TYPE));
            assertEquals(06755, fact(Fact.PERMISSIONS));
        }
    }

    @Test
    void whatTheKernelDoesNotTellIsZero() {
        statx_timestamp.tv_sec(statx.stx_btime(status), 77);
        statx.stx_dio_mem_align(status, 512);
        statx.stx_dio_offset_align(status, 4096);
        statx.stx_mask(status, Linux.STATX_BASIC_STATS());
        assertEquals(0, fact(Fact.BORN_NANOS));
        assertEquals(0, fact(Fact.DIRECT_MEMORY_ALIGNMENT));
        assertEquals(0, fact(Fact.DIRECT_OFFSET_ALIGNMENT));
        statx.stx_mask(status, LinuxFileFacts.WANTED);
        assertEquals(77_000_000_000L, fact(Fact.BORN_NANOS));
        assertEquals(512, fact(Fact.DIRECT_MEMORY_ALIGNMENT));
        assertEquals(4096, fact(Fact.DIRECT_OFFSET_ALIGNMENT));
    }

    @Test
    void timesBeyondALongAreItsEnds() {
        MemorySegment time = statx.stx_mtime(status);
        statx_timestamp.tv_nsec(time, 999_999_999);
        statx_timestamp.tv_sec(time, Long.MAX_VALUE);
        assertTrue(fact(Fact.MODIFIED_NANOS) > 9_223_372_034_000_000_000L);
        statx_timestamp.tv_sec(time, Long.MIN_VALUE);
        assertTrue(fact(Fact.MODIFIED_NANOS) < -9_223_372_034_000_000_000L);
        statx_timestamp.tv_sec(time, -1);
        assertEquals(-1, fact(Fact.MODIFIED_NANOS));
    }

    @Test
    void aFileOpenForDirectAccessSaysWhatItWants() throws IOException {
        Path file = Files.write(folder.resolve("direct"), new byte[1]);
        long direct = open(file, Linux.O_RDONLY() | Linux.O_DIRECT());
        Assumptions.assumeTrue(direct >= 0, "the file system of " + folder + " has no direct access");
        DirectAccess wanted = facts.directAccess(direct);
        assertNotNull(wanted);
        ask(direct);
        assertEquals(fact(Fact.DIRECT_MEMORY_ALIGNMENT), wanted.memoryAlignment());
        assertEquals(fact(Fact.DIRECT_OFFSET_ALIGNMENT), wanted.offsetAlignment());
        ground.sockets.close(direct);
        long buffered = open(file, Linux.O_RDONLY());
        assertNull(facts.directAccess(buffered));
        ground.sockets.close(buffered);
        assertNull(facts.directAccess(buffered), "closed");
    }
}

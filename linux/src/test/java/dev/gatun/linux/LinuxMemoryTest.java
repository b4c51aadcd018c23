package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.BufferPool;
import dev.gatun.BufferPoolConfig;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinuxMemoryTest {
    private static final long BYTES = 4 << 20;
    private static final int INVALID = IoError.INVALID.result();

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final LinuxMemory advice = new LinuxMemory(calls);
    private long region;

    @BeforeEach
    void map() {
        region = calls.waiting(
                Syscalls.__NR_mmap(),
                0,
                BYTES,
                Linux.PROT_READ() | Linux.PROT_WRITE(),
                Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS(),
                -1,
                0);
        assertTrue(region > 0);
    }

    @AfterEach
    void unmap() {
        calls.waiting(Syscalls.__NR_munmap(), region, BYTES, 0);
        arena.close();
    }

    private MemorySegment memory() {
        return NativeMemory.at(region, BYTES);
    }

    private static long residentPages() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
    }

    @Test
    void whatIsReservedTakesNothingUntilItIsTouchedAndIsGoneWithItsArena() throws IOException {
        long bytes = 256 << 20;
        long before = residentPages();
        MemorySegment reserved;
        try (Arena brief = Arena.ofConfined()) {
            reserved = Objects.requireNonNull(advice.reserve(bytes, 2 << 20, brief));
            assertEquals(bytes, reserved.byteSize());
            assertEquals(0, reserved.address() % (2 << 20));
            assertTrue(residentPages() - before < bytes / 4096 / 2, "it was touched");
            assertEquals(0, reserved.get(ValueLayout.JAVA_LONG, bytes - 8));
            reserved.set(ValueLayout.JAVA_LONG, bytes - 8, 42);
            reserved.set(ValueLayout.JAVA_LONG, 0, 43);
        }
        assertThrows(IllegalStateException.class, () -> reserved.get(ValueLayout.JAVA_LONG, 0));
        assertEquals(
                -Linux.ENOMEM(),
                calls.waiting(Syscalls.__NR_madvise(), reserved.address(), bytes, Linux.MADV_NORMAL()),
                "it is mapped still");
    }

    @Test
    void moreThanThereCanBeIsNotReserved() {
        assertNull(advice.reserve(1L << 60, 4096, arena));
    }

    @Test
    void droppedPagesComeBackZeroed() {
        memory().fill((byte) 7);
        assertEquals(0, advice.dropPages(region + BYTES / 2, BYTES / 2));
        assertEquals(7, memory().get(ValueLayout.JAVA_BYTE, BYTES / 2 - 1));
        assertEquals(-1, memory().asSlice(BYTES / 2).mismatch(MemorySegment.ofArray(new byte[(int) BYTES / 2])));
    }

    @Test
    void aPageThatIsPartlyAnothersIsNotDropped() {
        memory().fill((byte) 7);
        assertEquals(INVALID, advice.dropPages(region, BYTES - 1));
        assertEquals(INVALID, advice.dropPages(region + 1, BYTES - 1));
        assertEquals(7, memory().get(ValueLayout.JAVA_BYTE, BYTES - 1));
        assertEquals(7, memory().get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void hugePagesAreAdvisedOrNamedAsSwitchedOff() throws IOException {
        Path state = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        Assumptions.assumeTrue(Files.isReadable(state), "no transparent huge pages in this kernel");
        boolean off = Files.readString(state).contains("[never]");
        assertEquals(off ? IoError.NOT_SUPPORTED.result() : 0, advice.hugePages(region, BYTES));
        String flags = flagsOfTheMapping();
        assertTrue(flags.contains(" hg"), flags);
        assertEquals(INVALID, advice.hugePages(region, 100));
    }

    /** The VmFlags of the mapping that begins where the region does; it is one of its own once it is advised. */
    private String flagsOfTheMapping() throws IOException {
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] bounds = line.substring(0, line.indexOf(' ')).split("-", 2);
                inside = Long.parseUnsignedLong(bounds[0], 16) <= region
                        && region < Long.parseUnsignedLong(bounds[1], 16);
            } else if (inside && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        return "no mapping";
    }

    @Test
    void aNodeIsTakenOrRefusedWithTheReason() {
        int answer = advice.numaNode(region, BYTES, 0);
        Assumptions.assumeFalse(
                answer == IoError.PERMISSION.result() || answer == IoError.NOT_SUPPORTED.result(),
                () -> "mbind is not to be had here: " + IoError.of(answer));
        assertEquals(0, answer);
        memory().fill((byte) 1);
        assertEquals(INVALID, advice.numaNode(region, BYTES, 1023), "a node that is not there");
    }

    @Test
    void aNodeThatCannotBeIsInvalid() {
        assertEquals(INVALID, advice.numaNode(region, BYTES, -1));
        assertEquals(INVALID, advice.numaNode(region, BYTES, 1024));
        assertEquals(INVALID, advice.numaNode(region, BYTES - 1, 0));
    }

    @Test
    void aPoolTakesTheAdvice() {
        BufferPoolConfig config = BufferPoolConfig.defaults().withLimit(BYTES);
        try (BufferPool pool = new BufferPool(config, advice)) {
            assertEquals(List.of(), pool.notes());
            assertEquals(0, advice.dropPages(pool.regionAddress(), pool.regionBytes()));
            MemorySegment memory = NativeMemory.at(pool.regionAddress(), pool.regionBytes());
            memory.fill((byte) 7);
            assertEquals(0, advice.dropPages(pool.regionAddress(), pool.regionBytes()));
            assertEquals(-1, memory.mismatch(MemorySegment.ofArray(new byte[(int) BYTES])));
        }
    }
}

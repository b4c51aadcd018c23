package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedFileTest {
    private static final long SEED = Long.getLong("gatun.seed", 7);
    private static final int READ = Operation.OPEN_READ;
    private static final int WRITE = Operation.OPEN_WRITE;
    private static final int CREATE = Operation.OPEN_CREATE;

    private final SimulatedKernel kernel =
            new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.DISK_BYTES, 64 << 10));
    private final TestCore core = new TestCore(kernel);
    private final SimulatedFileSystem files = kernel.files();

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void whatIsWrittenIsRead() {
        long file = opened("/data", READ | WRITE | CREATE);
        assertEquals("5", core.call(write(file, 0, "hello")).outcome());
        MemorySegment memory = core.memory(64);
        assertEquals("5", core.call(read(file, 0, memory)).outcome());
        assertEquals("hello", TestCore.text(memory, 5));
        assertEquals("3", core.call(read(file, 2, memory)).outcome());
        assertEquals("llo", TestCore.text(memory, 3));
        assertEquals("0", core.call(read(file, 5, memory)).outcome());
        assertEquals("0", core.call(read(file, 1 << 20, memory)).outcome());
        assertEquals("0", core.call(TestOperation.of(OperationKind.SYNC, file)).outcome());
        assertEquals(
                "0",
                core.call(TestOperation.of(OperationKind.SYNC, file).with(Operation.DATA_ONLY))
                        .outcome());
        core.close(file);
        kernel.assertQuiet();
        assertArrayEquals("hello".getBytes(StandardCharsets.UTF_8), files.read("/data"));
    }

    @Test
    void holesReadAsZerosAndTakeNoSpace() {
        long file = opened("/sparse", READ | WRITE | CREATE);
        assertEquals("3", core.call(write(file, 1 << 30, "end")).outcome());
        assertEquals((1 << 30) + 3, files.sizeBytes("/sparse"));
        assertEquals(4096, files.usedBytes());
        MemorySegment memory = core.memory(10_000);
        assertEquals("10000", core.call(read(file, 12_345, memory)).outcome());
        assertEquals(-1, memory.mismatch(core.memory(10_000)));
    }

    @Test
    void randomWritesAreReadBack() {
        Random random = new Random(SEED);
        byte[] model = new byte[40_000];
        long file = opened("/random", READ | WRITE | CREATE);
        MemorySegment memory = core.memory(9_001);
        for (int round = 0; round < 300; round++) {
            int length = random.nextInt(9_001);
            int offset = random.nextInt(model.length - length);
            MemorySegment part = memory.asSlice(0, length);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, part, ValueLayout.JAVA_BYTE, 0, length);
            System.arraycopy(bytes, 0, model, offset, length);
            assertEquals(
                    length,
                    core.call(TestOperation.of(OperationKind.WRITE, file)
                                    .memory(part)
                                    .at(offset))
                            .lastResult());
            int from = random.nextInt((int) files.sizeBytes("/random") + 1);
            int count = core.call(read(file, from, memory)).lastResult();
            assertEquals(Math.min(9_001, files.sizeBytes("/random") - from), count);
            for (int i = 0; i < count; i++) {
                assertEquals(model[from + i], memory.get(ValueLayout.JAVA_BYTE, i), "seed " + SEED);
            }
        }
    }

    @Test
    void aFullDiskTakesWhatFitsAndThenNothing() {
        files.write("/rest", new byte[15 * 4096]);
        long file = opened("/data", WRITE | CREATE);
        TestOperation write = TestOperation.of(OperationKind.WRITE, file).memory(core.memory(5000));
        assertEquals("4096", core.call(write).outcome());
        assertEquals("NO_SPACE", core.call(write.at(4096)).outcome());
        assertEquals("1", core.call(write(file, 0, "x")).outcome(), "a page that is there");
        files.delete("/rest");
        assertEquals("5000", core.call(write).outcome());
    }

    @Test
    void aDeletedFileLivesUntilItsHandleIsClosed() {
        long file = opened("/data", READ | WRITE | CREATE);
        core.call(write(file, 0, "x"));
        files.delete("/data");
        assertEquals("NOT_FOUND", open("/data", READ).outcome());
        assertEquals("1", core.call(read(file, 0, core.memory(4))).outcome());
        assertEquals(4096, files.usedBytes());
        core.close(file);
        assertEquals(0, files.usedBytes());
    }

    @Test
    void vectorsAreReadAndWritten() {
        long file = opened("/data", READ | WRITE | CREATE);
        MemorySegment pairs = core.memory(32);
        MemorySegment one = core.bytes("one");
        MemorySegment two = core.bytes("two!");
        pairs.setAtIndex(ValueLayout.JAVA_LONG, 0, one.address());
        pairs.setAtIndex(ValueLayout.JAVA_LONG, 1, 3);
        pairs.setAtIndex(ValueLayout.JAVA_LONG, 2, two.address());
        pairs.setAtIndex(ValueLayout.JAVA_LONG, 3, 4);
        TestOperation write = TestOperation.of(OperationKind.WRITE_VECTORED, file)
                .vector(pairs, 2)
                .at(10);
        assertEquals("7", core.call(write).outcome());
        TestOperation read = TestOperation.of(OperationKind.READ_VECTORED, file)
                .vector(pairs, 2)
                .at(12);
        assertEquals("5", core.call(read).outcome());
        assertEquals("etw", TestCore.text(one, 3));
        assertEquals("o!", TestCore.text(two, 2));
        assertEquals("INVALID", core.call(read.vector(pairs, 0)).outcome());
        pairs.setAtIndex(ValueLayout.JAVA_LONG, 2, 0);
        assertEquals("INVALID", core.call(read.vector(pairs, 2)).outcome());
    }

    @Test
    void appendingGoesToTheEnd() {
        files.write("/log", "first ".getBytes(StandardCharsets.UTF_8));
        long log = opened("/log", WRITE | Operation.OPEN_APPEND);
        core.call(write(log, 0, "second"));
        assertArrayEquals("first second".getBytes(StandardCharsets.UTF_8), files.read("/log"));
    }

    @Test
    void truncatingEmpties() {
        files.write("/data", new byte[5000]);
        opened("/data", WRITE | Operation.OPEN_TRUNCATE);
        assertEquals(0, files.sizeBytes("/data"));
        assertEquals(0, files.usedBytes());
        assertEquals("INVALID", open("/data", READ | Operation.OPEN_TRUNCATE).outcome());
    }

    @Test
    void whatCannotBeOpenedSaysWhy() {
        files.write("/dir/file", new byte[1]);
        assertEquals("NOT_FOUND", open("/missing", READ).outcome());
        assertEquals("NOT_FOUND", open("", READ).outcome());
        assertEquals("NOT_FOUND", open("/no/such/dir/file", WRITE | CREATE).outcome());
        assertEquals("NOT_DIRECTORY", open("/dir/file/below", READ).outcome());
        assertEquals("NOT_DIRECTORY", open("/dir/file/far/below", READ).outcome());
        assertEquals(
                "EXISTS",
                open("/dir/file", WRITE | CREATE | Operation.OPEN_EXCLUSIVE).outcome());
        assertEquals("IS_DIRECTORY", open("/dir", WRITE).outcome());
        assertEquals("NAME_TOO_LONG", open("/" + "x".repeat(256), READ).outcome());
        assertEquals("NAME_TOO_LONG", open("/x".repeat(2048), READ).outcome());
        assertEquals("INVALID", open("/dir/file", 0).outcome());
        files.write("/secret", new byte[1], 0200);
        assertEquals("ACCESS", open("/secret", READ).outcome());
        files.setReadOnly(true);
        assertEquals("READ_ONLY", open("/dir/file", WRITE).outcome());
        assertEquals("READ_ONLY", open("/new", WRITE | CREATE).outcome());
        assertTrue(open("./dir/../dir//file", READ).lastResult() > 0);
        long directory = opened("/dir", READ);
        assertEquals(
                "IS_DIRECTORY", core.call(read(directory, 0, core.memory(1))).outcome());
    }

    @Test
    void aHandleDoesOnlyWhatItWasOpenedFor() {
        files.write("/data", new byte[1]);
        long reads = opened("/data", READ);
        long writes = opened("/data", WRITE);
        assertEquals("BAD_HANDLE", core.call(write(reads, 0, "x")).outcome());
        assertEquals("BAD_HANDLE", core.call(read(writes, 0, core.memory(1))).outcome());
        assertEquals("BAD_HANDLE", core.call(core.send(writes, "x")).outcome());
        assertEquals("INVALID", core.call(read(reads, -1, core.memory(1))).outcome());
        assertEquals(
                "FILE_TOO_BIG", core.call(write(writes, Long.MAX_VALUE, "x")).outcome());
        assertEquals(
                Operation.POLL_READ,
                core.call(TestOperation.of(OperationKind.POLL, reads).with(Operation.POLL_READ))
                        .lastResult());
    }

    @Test
    void directAccessWantsWholeBlocks() {
        files.write("/data", new byte[8192]);
        long file = opened("/data", READ | Operation.OPEN_DIRECT);
        MemorySegment memory = core.memory(3 * 4096);
        long toBlock = -memory.address() & 4095;
        TestOperation read = TestOperation.of(OperationKind.READ, file).memory(memory.asSlice(toBlock, 8192));
        assertEquals("4096", core.call(read.at(4096)).outcome());
        assertEquals("INVALID", core.call(read.at(512)).outcome());
        assertEquals("INVALID", core.call(read.at(0).length(100)).outcome());
        assertEquals(
                "INVALID",
                core.call(read.memory(memory.asSlice(toBlock + 8, 4096))).outcome());
    }

    @Test
    void aStatusTellsOfTimeToo() {
        long file = opened("/data", READ | WRITE | CREATE);
        kernel.advance(1000);
        core.call(write(file, 0, "hello"));
        kernel.advance(1000);
        core.call(read(file, 0, core.memory(8)));
        MemorySegment status = core.memory(SimulatedFileFacts.BYTES);
        assertEquals("0", core.call(status(file, status)).outcome());
        assertEquals(0, fact(status, FileFacts.Fact.BORN_NANOS));
        assertEquals(1000, fact(status, FileFacts.Fact.MODIFIED_NANOS));
        assertEquals(2000, fact(status, FileFacts.Fact.ACCESSED_NANOS));
        assertEquals(4096, fact(status, FileFacts.Fact.ALLOCATED_BYTES));
        assertEquals(1, fact(status, FileFacts.Fact.LINKS));
        files.delete("/data");
        core.call(status(file, status));
        assertEquals(0, fact(status, FileFacts.Fact.LINKS));
        TestOperation tooShort = status(file, status).length(SimulatedFileFacts.BYTES - 1);
        assertEquals("INVALID", core.call(tooShort).outcome());
    }

    @Test
    void aDirectoryHasAStatusAndNoEndToCut() {
        long root = opened("/", READ);
        MemorySegment status = core.memory(SimulatedFileFacts.BYTES);
        assertEquals("0", core.call(status(root, status)).outcome());
        assertEquals(FileFacts.Type.DIRECTORY.ordinal(), fact(status, FileFacts.Fact.TYPE));
        assertEquals(
                "INVALID",
                core.call(TestOperation.of(OperationKind.TRUNCATE, root)).outcome());
        TestOperation allocate = TestOperation.of(OperationKind.ALLOCATE, root).extent(1);
        assertEquals("BAD_HANDLE", core.call(allocate).outcome());
    }

    @Test
    void allocatingMoreThanTheDiskHasAllocatesNothing() {
        long file = opened("/big", READ | WRITE | CREATE);
        TestOperation allocate = TestOperation.of(OperationKind.ALLOCATE, file);
        assertEquals("0", core.call(allocate.extent(60 << 10)).outcome());
        assertEquals("NO_SPACE", core.call(allocate.extent(1L << 49)).outcome());
        assertEquals("FILE_TOO_BIG", core.call(allocate.extent(1L << 50 | 1)).outcome());
        assertEquals(60 << 10, files.usedBytes());
        assertEquals(60 << 10, files.sizeBytes("/big"));
        assertEquals(
                "0",
                core.call(TestOperation.of(OperationKind.TRUNCATE, file).at(4097))
                        .outcome());
        assertEquals(8192, files.usedBytes());
        TestOperation tooLong = TestOperation.of(OperationKind.TRUNCATE, file).at(1L << 50 | 1);
        assertEquals("FILE_TOO_BIG", core.call(tooLong).outcome());
    }

    @Test
    void directAccessWantsWhatItSays() {
        long direct = opened("/data", READ | WRITE | CREATE | Operation.OPEN_DIRECT);
        assertEquals(new FileFacts.DirectAccess(4096, 4096), kernel.fileFacts().directAccess(direct));
        long buffered = opened("/data", READ);
        assertNull(kernel.fileFacts().directAccess(buffered));
        assertNull(kernel.fileFacts().directAccess(999));
    }

    private static TestOperation status(long file, MemorySegment into) {
        return TestOperation.of(OperationKind.STATUS, file).memory(into);
    }

    private long fact(MemorySegment status, FileFacts.Fact fact) {
        return kernel.fileFacts().read(status, fact);
    }

    @Test
    void aTestSetsUpAndLooksAtFiles() {
        files.createDirectory("/a/b");
        files.write("/a/b/file", new byte[3]);
        files.write("/a/bare", new byte[3]);
        files.createDirectory("/a/b/");
        assertEquals(List.of("b", "bare"), files.list("/a"));
        assertEquals(List.of("a"), files.list("/"));
        assertTrue(files.exists("a/b"));
        files.delete("/a/b/file");
        files.delete("/a/b");
        assertEquals(List.of("bare"), files.list("/a"));
    }

    private TestOperation open(String path, int flags) {
        return core.call(TestOperation.of(OperationKind.OPEN, 0)
                .memory(core.path(path))
                .with(flags)
                .at(0644));
    }

    private long opened(String path, int flags) {
        TestOperation open = open(path, flags);
        assertTrue(open.lastResult() > 0, open::outcome);
        return open.lastResult();
    }

    private TestOperation write(long file, long offset, String text) {
        return TestOperation.of(OperationKind.WRITE, file)
                .memory(core.bytes(text))
                .at(offset);
    }

    private static TestOperation read(long file, long offset, MemorySegment memory) {
        return TestOperation.of(OperationKind.READ, file).memory(memory).at(offset);
    }

    @Test
    void whatIsInADirectoryMovesWithIt() {
        SimulatedFileSystem files = new SimulatedKernel(1, Faults.none()).files();
        files.write("/a/b/file", new byte[3]);
        files.write("/ab", new byte[1]);
        files.move("/a", "/c");
        assertEquals(List.of("ab", "c"), files.list("/"));
        assertEquals(3, files.sizeBytes("/c/b/file"));
        assertThrows(IllegalArgumentException.class, () -> files.move("/c", "/c/b/d"));
        files.move("/ab", "/c/b/file");
        assertEquals(1, files.sizeBytes("/c/b/file"));
        assertFalse(files.exists("/ab"));
    }
}

package dev.gatun.testkit;

import dev.gatun.spi.Completions;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The least an operation can be: sets its fields, and notes what comes of it. */
final class TestOperation extends Operation {
    final List<Integer> results = new ArrayList<>();
    /** For each result the block it is in, or -1. */
    final List<Integer> blocks = new ArrayList<>();

    final List<Integer> offsets = new ArrayList<>();
    final List<Integer> flagsOfResults = new ArrayList<>();
    int terminals;
    int lastFlags;
    int lastOffset;

    static TestOperation of(OperationKind kind, long handle) {
        TestOperation operation = new TestOperation();
        operation.kind = kind;
        operation.handle = handle;
        return operation;
    }

    static TestOperation nop() {
        return of(OperationKind.NOP, 0);
    }

    TestOperation memory(MemorySegment memory) {
        address = memory.address();
        length = (int) memory.byteSize();
        return this;
    }

    TestOperation vector(MemorySegment pairs, int count) {
        address = pairs.address();
        length = count;
        return this;
    }

    TestOperation peer(MemorySegment memory) {
        peerAddress = memory.address();
        peerLength = (int) memory.byteSize();
        return this;
    }

    TestOperation batch(DatagramBatch itsBatch) {
        batch = itsBatch;
        return this;
    }

    TestOperation with(int moreFlags) {
        flags |= moreFlags;
        return this;
    }

    TestOperation length(int bytes) {
        length = bytes;
        return this;
    }

    TestOperation at(long itsOffset) {
        offset = itsOffset;
        return this;
    }

    TestOperation extent(long bytes) {
        extent = bytes;
        return this;
    }

    void arm(long itsUserData) {
        results.clear();
        blocks.clear();
        offsets.clear();
        flagsOfResults.clear();
        terminals = 0;
        userData = itsUserData;
    }

    void onCompletion(Completions completions, int at) {
        int itsFlags = completions.flags(at);
        results.add(completions.result(at));
        blocks.add((itsFlags & Completions.BUFFER) != 0 ? completions.block(at) : -1);
        offsets.add(completions.blockOffset(at));
        flagsOfResults.add(itsFlags);
        lastFlags = itsFlags;
        lastOffset = completions.blockOffset(at);
        if ((itsFlags & Completions.MORE) == 0) {
            terminals++;
        }
    }

    boolean isDone() {
        return terminals > 0;
    }

    int lastResult() {
        return results.getLast();
    }

    /** "12" or "RESET": what assertions compare, because they print it. */
    String outcome() {
        if (results.isEmpty()) {
            return "nothing";
        }
        return lastResult() < 0 ? IoError.of(lastResult()).name() : String.valueOf(lastResult());
    }
}

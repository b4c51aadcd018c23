package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.io_uring_probe;
import dev.gatun.bindings.linux.io_uring_probe_op;
import dev.gatun.bindings.linux.io_uring_query_hdr;
import dev.gatun.bindings.linux.io_uring_query_opcode;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.FeatureReport.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a kernel says of its own io_uring: its operations (asked through a ring), the bits that a ring was given, and
 * from Linux 6.18 on the flags it knows (asked without one). It is asked when a ring is set up, on that thread.
 */
final class KernelWord {
    private static final int OPERATIONS_MAX = 256;
    private static final int NO_RING = -1;

    private final int featureBits;
    private final long acceptedFlags;
    private final MemorySegment operations;
    private final int operationCount;
    private final boolean answersQueries;
    private final long knownFlags;

    /** Of a ring that was set up with {@code acceptedFlags} and given {@code featureBits}. */
    KernelWord(int ringFd, int featureBits, long acceptedFlags, boolean mayQuery, Arena arena) {
        this.featureBits = featureBits;
        this.acceptedFlags = acceptedFlags;
        long bytes = io_uring_probe.sizeof() + OPERATIONS_MAX * io_uring_probe_op.sizeof();
        operations = arena.allocate(bytes, io_uring_probe.layout().byteAlignment());
        int asked = Liburing.register(ringFd, IoUring.IORING_REGISTER_PROBE(), operations, OPERATIONS_MAX);
        operationCount = asked < 0 ? 0 : Byte.toUnsignedInt(io_uring_probe.ops_len(operations));
        MemorySegment answer = arena.allocate(io_uring_query_opcode.layout());
        answersQueries = mayQuery && query(answer, arena);
        knownFlags = io_uring_query_opcode.ring_setup_flags(answer);
    }

    /** True exactly when the kernel filled the answer in; older ones know neither the question nor a ring of -1. */
    private static boolean query(MemorySegment answer, Arena arena) {
        MemorySegment question = arena.allocate(io_uring_query_hdr.layout());
        io_uring_query_hdr.query_data(question, answer.address());
        io_uring_query_hdr.query_op(question, IoUring.IO_URING_QUERY_OPCODES());
        io_uring_query_hdr.size(question, (int) answer.byteSize());
        int asked = Liburing.register(NO_RING, IoUring.IORING_REGISTER_QUERY(), question, 0);
        return asked == 0 && io_uring_query_hdr.result(question) == 0;
    }

    /** All that can be known without doing. */
    Map<RingFeature, Finding> findings() {
        Map<RingFeature, Finding> findings = new EnumMap<>(RingFeature.class);
        for (RingFeature feature : RingFeature.values()) {
            findings.put(feature, of(feature));
        }
        findings.put(
                RingFeature.QUERY,
                new Finding(
                        answersQueries ? State.YES : State.NO,
                        How.TRIED,
                        answersQueries ? "the kernel told its flags without a ring" : "the kernel was not told of it"));
        return findings;
    }

    private Finding of(RingFeature feature) {
        return switch (feature.witness()) {
            case FEATURE_BIT -> Finding.read((featureBits & feature.code()) != 0);
            case OPERATION -> Finding.read(hasOperation(feature.code()));
            case SET_UP -> {
                if ((acceptedFlags & feature.code()) != 0) {
                    yield Finding.tried(0);
                }
                yield answersQueries ? Finding.read((knownFlags & feature.code()) != 0) : Finding.UNTOLD;
            }
        };
    }

    private boolean hasOperation(int opcode) {
        if (opcode >= operationCount) {
            return false;
        }
        long flagsAt = io_uring_probe.sizeof() + opcode * io_uring_probe_op.sizeof() + io_uring_probe_op.flags$offset();
        return (operations.get(JAVA_SHORT, flagsAt) & IoUring.IO_URING_OP_SUPPORTED()) != 0;
    }
}

package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BufferPoolConfigTest {
    private static final BufferPoolConfig DEFAULTS = BufferPoolConfig.defaults();

    @Test
    void theDefaultsAreSixtyFourMebibytesFromFourKibibytesToOneMebibyte() {
        assertEquals(64 << 20, DEFAULTS.limitBytes());
        assertEquals(4 << 10, DEFAULTS.smallestBytes());
        assertEquals(16 << 10, DEFAULTS.usualBytes());
        assertEquals(1 << 20, DEFAULTS.largestBytes());
        assertEquals(BufferPoolConfig.ANY_NODE, DEFAULTS.numaNode());
        assertEquals(List.of(), DEFAULTS.preallocations());
    }

    @Test
    void eachWithChangesItsOwnAndNothingElse() {
        BufferPoolConfig changed = DEFAULTS.withLimit(3 << 20)
                .withClasses(8192, 16384, 65536)
                .withPreallocated(9000, 5)
                .withPreallocated(100, 1)
                .withHugePages(true)
                .withNumaNode(1)
                .withDebug(true);

        assertEquals(
                new BufferPoolConfig(
                        3 << 20,
                        8192,
                        65536,
                        16384,
                        List.of(
                                new BufferPoolConfig.Preallocation(9000, 5),
                                new BufferPoolConfig.Preallocation(100, 1)),
                        true,
                        1,
                        true),
                changed);
    }

    @Test
    void aLimitThatIsNoMultipleOfOneMebibyteIsRefusedByItsValue() {
        for (long limit : new long[] {0, -(1 << 20), 1, (1 << 20) - 1, (1 << 20) + 4096, 1L << 43, Long.MAX_VALUE}) {
            Refusal.argument(Long.toString(limit), () -> DEFAULTS.withLimit(limit));
        }
    }

    @Test
    void aSizeThatIsNoPowerOfTwoFromFourKibibytesToOneMebibyteIsRefusedByItsValue() {
        for (int size : new int[] {0, -4096, Integer.MIN_VALUE, 2048, 4095, 5000, 12288, 2 << 20, 1 << 30}) {
            Refusal.argument("smallestBytes " + size, () -> DEFAULTS.withClasses(size, 16384, 1 << 20));
            Refusal.argument("usualBytes " + size, () -> DEFAULTS.withClasses(4096, size, 1 << 20));
            Refusal.argument("largestBytes " + size, () -> DEFAULTS.withClasses(4096, 16384, size));
        }
    }

    @Test
    void theUsualSizeLiesBetweenTheSmallestAndTheLargest() {
        Refusal.argument("usualBytes 4096", () -> DEFAULTS.withClasses(8192, 4096, 65536));
        Refusal.argument("usualBytes 131072", () -> DEFAULTS.withClasses(8192, 131072, 65536));
        assertEquals(8192, DEFAULTS.withClasses(8192, 8192, 8192).usualBytes());
    }

    @Test
    void aPreallocationThatDoesNotFitIsRefused() {
        Refusal.argument("-1 blocks", () -> DEFAULTS.withPreallocated(4096, -1));
        Refusal.argument("0 bytes", () -> DEFAULTS.withPreallocated(0, 1));
        Refusal.argument(
                "65537 bytes", () -> DEFAULTS.withClasses(4096, 4096, 65536).withPreallocated(65537, 1));
        Refusal.argument("65 MiB", () -> DEFAULTS.withPreallocated(1 << 20, 65));
        Refusal.argument(
                "2 MiB",
                () -> DEFAULTS.withLimit(1 << 20).withPreallocated(4096, 1).withPreallocated(8192, 1));
        Refusal.argument("MiB", () -> DEFAULTS.withPreallocated(4096, Integer.MAX_VALUE));
        assertEquals(1, DEFAULTS.withPreallocated(1 << 20, 64).preallocations().size());
    }

    @Test
    void aNodeBelowAnyIsRefused() {
        Refusal.argument("numaNode -2", () -> DEFAULTS.withNumaNode(-2));
        assertEquals(0, DEFAULTS.withNumaNode(0).numaNode());
    }

    @Test
    void aRequestFitsTheSmallestClassThatHoldsIt() {
        int[][] wantedAndClass = {
            {1, 4096}, {4095, 4096}, {4096, 4096}, {4097, 8192}, {8193, 16384}, {524289, 1 << 20}, {1 << 20, 1 << 20}
        };
        for (int[] each : wantedAndClass) {
            assertEquals(each[1], BufferPoolConfig.classBytes(each[0], 4096), () -> "for " + each[0]);
        }
        assertEquals(65536, BufferPoolConfig.classBytes(1, 65536));
    }
}

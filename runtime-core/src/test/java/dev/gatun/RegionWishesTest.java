package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoError;
import dev.gatun.spi.RegionAdvice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegionWishesTest {
    private static final BufferPoolConfig PLAIN = BufferPoolConfig.defaults().withLimit(4 << 20);
    private static final BufferPoolConfig WISHING = PLAIN.withHugePages(true).withNumaNode(1);

    private final List<String> asked = new ArrayList<>();

    /** Answers as it is told, and keeps what it was asked. */
    private record Advice(List<String> asked, int huge, int node, int drop) implements RegionAdvice {
        @Override
        public int hugePages(long address, long bytes) {
            asked.add("huge pages, aligned " + (address % (2 << 20) == 0) + ", " + bytes);
            return huge;
        }

        @Override
        public int numaNode(long address, long bytes, int number) {
            asked.add("node " + number + ", " + bytes);
            return node;
        }

        @Override
        public int dropPages(long address, long bytes) {
            asked.add("drop " + bytes);
            return drop;
        }
    }

    private static void expect(
            BufferPoolConfig config, @Nullable RegionAdvice advice, int hugeFallbacks, int numaFallbacks, String note) {
        RecordingLog log = new RecordingLog();
        try (BufferPool pool = log.pool(config, advice)) {
            assertEquals(pool.notes(), log.lines);
            assertEquals(hugeFallbacks, pool.statistics().hugePageFallbacks());
            assertEquals(numaFallbacks, pool.statistics().numaFallbacks());
            assertEquals(hugeFallbacks + numaFallbacks, pool.notes().size());
            for (String each : pool.notes()) {
                assertTrue(each.contains(note), each);
            }
            BufferPoolTest.taken(pool, 1 << 20).setLong(4096, 1).free();
        }
    }

    @Test
    void withoutWishesTheBackendIsOnlyAskedToDropWhatTheArenaTouched() {
        expect(PLAIN, new Advice(asked, -1, -1, 0), 0, 0, "");
        assertEquals(List.of("drop 4194304"), asked);
        expect(PLAIN, null, 0, 0, "");
    }

    @Test
    void wishesThatAreGrantedAreNotNoted() {
        expect(WISHING, new Advice(asked, 0, 0, 0), 0, 0, "");
        assertEquals(List.of("huge pages, aligned true, 4194304", "node 1, 4194304", "drop 4194304"), asked);
    }

    @Test
    void aBackendThatGivesNoAdviceIsCountedAndNoted() {
        expect(WISHING, null, 1, 1, "the backend knows no way");
    }

    @Test
    void aRefusalIsCountedAndNotedWithItsReason() {
        expect(WISHING, new Advice(asked, IoError.NOT_SUPPORTED.result(), 0, 0), 1, 0, "NOT_SUPPORTED");
        expect(WISHING, new Advice(asked, 0, IoError.PERMISSION.result(), 0), 0, 1, "not permitted");
    }

    @Test
    void pagesThatCouldNotBeDroppedAreNotAsWished() {
        expect(WISHING, new Advice(asked, 0, 0, IoError.INVALID.result()), 1, 1, "could not be dropped: INVALID");
        expect(PLAIN, new Advice(asked, 0, 0, IoError.INVALID.result()), 0, 0, "");
    }
}

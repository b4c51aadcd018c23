package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRingTest {
    private static final long SEED = Long.getLong("gatun.seed", 7);

    /** Sizes that divide nothing: the ring grows and wraps in the middle of pieces. */
    @Test
    void whatGoesInComesOutInOrder() {
        Random random = new Random(SEED);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4096);
            MemoryGuard guard = new MemoryGuard();
            guard.add(memory.address(), 13);
            guard.add(memory.address() + 13, 1);
            guard.add(memory.address() + 14, 4096 - 14);
            guard.open();
            ByteRing ring = new ByteRing(3001);
            byte in = 0;
            byte out = 0;
            for (int round = 0; round < 5000; round++) {
                int filled = Math.min(random.nextInt(1777), ring.room());
                for (int i = 0; i < filled; i++) {
                    memory.set(ValueLayout.JAVA_BYTE, 5 + i, in++);
                }
                ring.fill(guard, 5, filled);
                int taken = random.nextInt(ring.size() + 1);
                if (random.nextBoolean()) {
                    ring.copy(guard, 3, taken);
                } else {
                    ring.copy(memory.address() + 3, taken);
                }
                for (int i = 0; i < taken; i++) {
                    assertEquals(out++, memory.get(ValueLayout.JAVA_BYTE, 3 + i), "seed " + SEED);
                }
                ring.drop(taken);
            }
        }
    }
}

package dev.gatun;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A pool walked at random beside {@link BufferPoolModel}. A failure names its seed; {@code -Dgatun.seed=…} walks that
 * one first.
 */
class BufferPoolRandomWalkTest {
    private static final int WALKS = 200;
    private static final int STEPS = 2_000;

    @Test
    void aPoolIsWhatTheModelSaysWhateverIsDoneToIt() {
        long first = Long.getLong("gatun.seed", System.nanoTime());
        for (long seed = first; seed < first + WALKS; seed++) {
            walk(seed);
        }
    }

    private static void walk(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int smallest = 4096 << random.nextInt(3);
        int largest = (128 << 10) << random.nextInt(4);
        BufferPoolConfig config = BufferPoolConfig.defaults()
                .withLimit((1L + random.nextInt(5)) << 20)
                .withClasses(smallest, smallest, largest)
                .withDebug(random.nextInt(10) == 0);
        if (random.nextBoolean()) {
            config = config.withPreallocated(smallest + 1, 3);
        }
        int step = 0;
        try (BufferPool pool = new BufferPool(config, null)) {
            BufferPoolModel model = new BufferPoolModel(pool, config);
            for (; step < STEPS; step++) {
                step(model, random, largest);
                if (step % 50 == 0) {
                    model.compare();
                }
            }
            model.endEverything();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dgatun.seed=" + seed + ", step " + step, e);
        }
    }

    private static void step(BufferPoolModel model, SplittableRandom random, int largest) {
        int what = random.nextInt(1000);
        if (what < 300) {
            model.allocate(anySize(random, largest));
        } else if (what < 380) {
            model.take(anySize(random, largest));
        } else if (what < 390) {
            model.drain();
        } else if (what < 490 && !model.backends.isEmpty()) {
            withBackendsBlock(model, random, any(model.backends, random));
        } else if (what < 530 && !model.stale.isEmpty()) {
            model.touch(any(model.stale, random));
        } else if (what < 600 && !model.orphans.isEmpty()) {
            model.unpin(any(model.orphans, random));
        } else if (!model.live.isEmpty()) {
            withFace(model, random, any(model.live, random));
        }
    }

    private static void withBackendsBlock(BufferPoolModel model, SplittableRandom random, BufferPoolModel.Block block) {
        int offset = random.nextInt(block.bytes + 1);
        int length = random.nextInt(block.bytes - offset + 1);
        switch (random.nextInt(4)) {
            case 0 -> model.give(block);
            case 1 -> model.adopt(block, offset, length, false);
            default -> model.adopt(block, offset, length, true);
        }
    }

    private static void withFace(BufferPoolModel model, SplittableRandom random, BufferPoolModel.Face face) {
        int what = random.nextInt(100);
        if (what < 45) {
            model.free(face, false);
        } else if (what < 48) {
            model.free(face, true);
        } else if (what < 63) {
            model.freeWhenReleased(face);
        } else if (what < 75) {
            model.pin(face);
        } else if (what < 90) {
            model.unpin(face);
        } else {
            int offset = random.nextInt(face.length + 1);
            model.slice(face, offset, random.nextInt(face.length - offset + 1));
        }
    }

    /** As many small ones as large ones, by order of magnitude. */
    private static int anySize(SplittableRandom random, int largest) {
        int bits = 32 - Integer.numberOfLeadingZeros(largest);
        return 1 + random.nextInt(Math.min(largest, 1 << random.nextInt(bits - 9, bits)));
    }

    private static <T> T any(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }
}

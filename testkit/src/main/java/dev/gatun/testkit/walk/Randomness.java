package dev.gatun.testkit.walk;

import java.util.List;
import java.util.SplittableRandom;

/** A walk's dice; apart from the kernel's own, so that a fault more does not change what the actors want. */
final class Randomness {
    private final SplittableRandom random;

    Randomness(long seed) {
        random = new SplittableRandom(seed ^ 0x9e37_79b9_7f4a_7c15L);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

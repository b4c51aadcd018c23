package dev.gatun.benchmarks.subjects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void percentilesAreThoseOfTheSortedValuesToAThousandth() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] values = new long[10_000];
        Distribution distribution = new Distribution();
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble(1, 20)); // up to half a second
            distribution.record(values[i]);
        }
        Arrays.sort(values);
        for (double percent : new double[] {0, 1, 50, 90, 99, 99.9, 99.99}) {
            double exact = values[(int) (percent / 100 * values.length)];
            double found = distribution.percentile(percent);
            assertTrue(
                    found <= exact && found >= exact * (1 - 1.0 / 512),
                    percent + " %: " + found + " for " + exact + ", seed " + seed);
        }
    }

    @Test
    void whatIsSmallIsExactAndWhatIsHugeIsCounted() {
        Distribution distribution = new Distribution();
        distribution.record(0);
        distribution.record(1023);
        distribution.record(Long.MAX_VALUE);
        assertEquals(0, distribution.percentile(0));
        assertEquals(1023, distribution.percentile(50));
        assertTrue(distribution.toString().endsWith("max=" + Long.MAX_VALUE), distribution::toString);
        distribution.clear();
        assertEquals(0, distribution.percentile(50));
    }
}

package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HandleBirthsTest {
    private static final int HANDLES_MAX = 1 << 24;

    private final HandleBirths births = new HandleBirths(0);
    private final HandleBirths ofFours = new HandleBirths(2);

    @Test
    void whatIsCountedIsOneNumbersAlone() {
        births.count(1023);
        births.count(1024);
        births.count(1024);
        assertEquals(1, births.of(1023));
        assertEquals(2, births.of(1024));
        assertEquals(0, births.of(1025));
        assertEquals(0, births.of(1 << 20), "nobody has used a number near it");
    }

    @Test
    void multiplesStandBesideEachOther() {
        assertEquals(1, ofFours.index(7));
        assertEquals(2, ofFours.index(8));
        ofFours.count(8);
        assertEquals(1, ofFours.of(8));
        assertEquals(0, ofFours.of(4));
        assertEquals(HANDLES_MAX - 1, ofFours.index(4L * HANDLES_MAX - 1));
    }

    @Test
    void aNumberThatNoHandleHasIsNobodys() {
        for (long number : new long[] {-1, Long.MIN_VALUE, HANDLES_MAX, Long.MAX_VALUE}) {
            births.count(number);
            assertEquals(0, births.of(number));
            assertEquals(-1, births.index(number));
        }
        assertEquals(-1, ofFours.index(4L * HANDLES_MAX));
        births.count(HANDLES_MAX - 1);
        assertEquals(1, births.of(HANDLES_MAX - 1));
    }

    /** Two may make the same chunk at once: neither's count is lost. */
    @Test
    void nothingIsLostBetweenThreads() throws InterruptedException {
        int each = 1_000;
        Runnable counts = () -> {
            for (int number = 0; number < each; number++) {
                births.count(number * 64L);
            }
        };
        Thread other = new Thread(counts);
        other.start();
        counts.run();
        other.join();
        for (int number = 0; number < each; number++) {
            assertEquals(2, births.of(number * 64L));
        }
    }
}

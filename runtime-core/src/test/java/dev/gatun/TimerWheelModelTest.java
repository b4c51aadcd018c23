package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The wheel beside a sorted map that does the same in the plainest way: random schedules, cancels, jumps and budgets,
 * also from within callbacks. {@code -Dgatun.seed=N} repeats one seed.
 */
class TimerWheelModelTest {
    private static final int SEEDS = 1000;
    private static final int STEPS = 300;
    private static final int TIMERS = 60;

    @Test
    void theWheelDoesWhatASortedMapDoes() {
        Long chosen = Long.getLong("gatun.seed");
        long first = chosen == null ? 0 : chosen;
        long last = chosen == null ? SEEDS : chosen;
        for (long seed = first; seed <= last; seed++) {
            try {
                new Comparison(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("failed with -Dgatun.seed=" + seed, e);
            }
        }
    }

    /** Where a timer stands in the order: by tick, the current one at the least, and then as scheduled. */
    private record Place(BigInteger tick, long sequence) {}

    private static final class Comparison {
        private final Random random;
        private final int shift;
        private final long start;
        private final int reachBits;
        private final TimerWheel wheel;
        private final Timer[] timers = new Timer[TIMERS];
        private final @Nullable Place[] places = new Place[TIMERS];
        private final TreeMap<Place, Integer> model =
                new TreeMap<>(Comparator.comparing(Place::tick).thenComparing(Place::sequence));

        private long now;
        private BigInteger currentTick = BigInteger.ZERO;
        private long sequence;
        private long sequenceAtAdvance;

        Comparison(long seed) {
            random = new Random(seed);
            int[] shifts = {0, 1, 7, 16, 20, 41};
            shift = shifts[random.nextInt(shifts.length)];
            long[] starts = {Long.MIN_VALUE, -1L << 40, -1, 0, 77, Long.MAX_VALUE / 2, random.nextLong() >> 1};
            start = starts[random.nextInt(starts.length)];
            reachBits = 8 + random.nextInt(54);
            now = start;
            wheel = new TimerWheel(start, shift);
            for (int i = 0; i < TIMERS; i++) {
                int index = i;
                timers[i] = new Timer(timer -> onTimer(index));
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> schedule();
                    case 2 -> cancel();
                    default -> advance();
                }
                compare();
            }
        }

        private void schedule() {
            int index = random.nextInt(TIMERS);
            long delay = random.nextInt(8) == 0 ? -someNanos() : someNanos();
            long deadline = random.nextInt(50) == 0 ? Long.MAX_VALUE : TimerWheel.deadlineAfter(now, delay);
            wheel.schedule(timers[index], deadline);
            remove(index);
            Place place = new Place(tickAtOrAfter(deadline).max(currentTick), sequence++);
            places[index] = place;
            model.put(place, index);
        }

        private void cancel() {
            int index = random.nextInt(TIMERS);
            assertEquals(places[index] != null, timers[index].cancel());
            remove(index);
        }

        private void advance() {
            long until =
                    random.nextInt(3) == 0 ? wheel.nextDeadlineNanos() : TimerWheel.deadlineAfter(now, someNanos());
            now = Math.max(now, until == Long.MAX_VALUE ? until - 1 - random.nextInt(100) : until);
            currentTick = tickAtOrBefore(now).max(currentTick);
            sequenceAtAdvance = sequence;
            int max = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(5);
            int fired = wheel.advance(now, max);
            assertTrue(fired <= max);
            assertTrue(fired == max || nextDue() == null, () -> "not run: " + nextDue());
        }

        /** Of any magnitude up to this seed's reach, and often 0. */
        private long someNanos() {
            return random.nextInt(8) == 0 ? 0 : random.nextLong() >>> (Long.SIZE - 1 - random.nextInt(reachBits));
        }

        private void onTimer(int index) {
            assertTrue(timers[index].deadlineNanos() <= now, "early");
            assertFalse(timers[index].isScheduled());
            Place place = nextDue();
            assertTrue(place != null, "nothing was due");
            assertEquals(model.get(place), index);
            remove(index);
            for (int i = random.nextInt(3); i > 0; i--) {
                if (random.nextBoolean()) {
                    schedule();
                } else {
                    cancel();
                }
            }
        }

        /** The first that is due and was scheduled before the advance under way. */
        private @Nullable Place nextDue() {
            for (Place place : model.keySet()) {
                if (place.tick.compareTo(currentTick) > 0) {
                    return null;
                }
                if (place.sequence < sequenceAtAdvance) {
                    return place;
                }
            }
            return null;
        }

        private void compare() {
            assertEquals(model.size(), wheel.size());
            for (int i = 0; i < TIMERS; i++) {
                assertEquals(places[i] != null, timers[i].isScheduled());
            }
            long next = wheel.nextDeadlineNanos();
            if (model.isEmpty()) {
                assertEquals(Long.MAX_VALUE, next);
                return;
            }
            BigInteger first = model.firstKey().tick;
            BigInteger firstNanos = first.shiftLeft(shift).add(BigInteger.valueOf(start));
            if (first.compareTo(currentTick) <= 0) {
                assertTrue(next <= now, () -> next + " though something is due at " + now);
            } else {
                assertTrue(next > now, () -> next + " though nothing is due at " + now);
                assertTrue(BigInteger.valueOf(next).compareTo(firstNanos) <= 0, () -> next + " after " + firstNanos);
            }
        }

        private void remove(int index) {
            Place place = places[index];
            if (place != null) {
                model.remove(place);
                places[index] = null;
            }
        }

        private BigInteger tickAtOrBefore(long nanos) {
            return BigInteger.valueOf(nanos)
                    .subtract(BigInteger.valueOf(start))
                    .max(BigInteger.ZERO)
                    .shiftRight(shift);
        }

        private BigInteger tickAtOrAfter(long nanos) {
            return BigInteger.valueOf(nanos)
                    .subtract(BigInteger.valueOf(start))
                    .max(BigInteger.ZERO)
                    .negate()
                    .shiftRight(shift)
                    .negate();
        }
    }
}

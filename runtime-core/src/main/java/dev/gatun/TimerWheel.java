package dev.gatun;

import org.jspecify.annotations.Nullable;

/**
 * The timers of one Cpu, touched by its thread alone; it lives as long as the Cpu. A hierarchical wheel: scheduling and
 * cancelling are a few stores, and a timer that runs was moved at most once a level before.
 *
 * <p>Time is counted in ticks of {@code 2^tickShift} nanoseconds since the start. Ticks are unsigned, so that every
 * deadline a long can hold is exact whatever the clock started from. A deadline is rounded up to a tick and the clock
 * down, so nothing runs early.
 *
 * <pre>
 *   level       8              2        1        0
 *   tick    [ 6 bits ] ... [ 6 bits | 6 bits | 6 bits ]     a timer stands where its tick first differs from the
 *   list     512..575      128..191   64..127  0..63        current one: level = that digit, slot = its value there
 *   then     due, late                                      expired already, in the order in which they will run
 * </pre>
 *
 * Two timers of one tick are thus always in one list, and stay in the order in which they were scheduled. Every timer
 * of a level is later than all of the levels below it, and every slot later than those before it: the next expiry is
 * the lowest bit of the lowest level that has any.
 */
final class TimerWheel {
    static final int DEFAULT_TICK_SHIFT = 16; // 65.5 microseconds

    private static final int DIGIT_BITS = 6;
    private static final int SLOTS = 1 << DIGIT_BITS;

    private final Thread owner = Thread.currentThread();
    private final long startNanos;
    private final int tickShift;
    private final int levels;

    private final @Nullable Timer[] lists;
    /** A bit for each list of a level that is not empty; the lists after the last level count as one level more. */
    private final long[] occupiedSlots;

    private int occupiedLevels;

    /** Timers that may run in the advance under way, or were left over by its budget. */
    private final int due;
    /** Timers scheduled when their tick had passed: the next advance runs them, never the one under way. */
    private final int late;

    private long currentTick;
    private int size;

    TimerWheel(long startNanos) {
        this(startNanos, DEFAULT_TICK_SHIFT);
    }

    TimerWheel(long startNanos, int tickShift) {
        if (tickShift < 0 || tickShift > 62) {
            throw new IllegalArgumentException("tickShift " + tickShift + " is not from 0 to 62");
        }
        this.startNanos = startNanos;
        this.tickShift = tickShift;
        // Rounding up can reach 2^(64 - shift), which takes 65 - shift bits; without rounding 64 are enough.
        int tickBits = Math.min(Long.SIZE, Long.SIZE + 1 - tickShift);
        levels = (tickBits + DIGIT_BITS - 1) / DIGIT_BITS;
        due = levels * SLOTS;
        late = due + 1;
        lists = new Timer[late + 1];
        occupiedSlots = new long[levels + 1];
    }

    /** A time from now, at the end of the clock where it would lie beyond. */
    static long deadlineAfter(long nowNanos, long delayNanos) {
        long deadlineNanos = nowNanos + delayNanos;
        if (((nowNanos ^ deadlineNanos) & (delayNanos ^ deadlineNanos)) < 0) {
            return delayNanos < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return deadlineNanos;
    }

    /** Scheduled already, the timer gets the new deadline and the last place among those of its tick. */
    void schedule(Timer timer, long deadlineNanos) {
        if (isOurs(timer)) {
            remove(timer);
        }
        timer.wheel = this;
        timer.deadlineNanos = deadlineNanos;
        size++;
        long tick = tickAtOrAfter(deadlineNanos);
        append(Long.compareUnsigned(tick, currentTick) <= 0 ? late : listOf(tick), timer);
    }

    /** For a wheel that was empty for a while and was not advanced: what is scheduled next counts from here. */
    void catchUp(long nowNanos) {
        if (size == 0) {
            currentTick = tickAtOrBefore(nowNanos);
        }
    }

    /** True exactly when the timer was scheduled. */
    boolean cancel(Timer timer) {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException("a timer of " + owner.getName() + " was cancelled by "
                    + Thread.currentThread().getName());
        }
        boolean scheduled = isOurs(timer);
        if (scheduled) {
            remove(timer);
        }
        return scheduled;
    }

    /**
     * Runs the timers due at {@code nowNanos} by tick, and within a tick as they were scheduled; at most {@code max},
     * the rest at the next advance. What a callback schedules for a time that has passed also waits for that, so one
     * timer can't hold the loop. When a callback throws, the wheel is whole and the remaining timers are due.
     *
     * @return how many ran
     */
    int advance(long nowNanos, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max " + max + " is not positive");
        }
        moveAll(late, due);
        long nowTick = tickAtOrBefore(nowNanos);
        assert Long.compareUnsigned(nowTick, currentTick) >= 0 : "invariant 8: the clock went back to " + nowNanos;
        if (Long.compareUnsigned(nowTick, currentTick) > 0) {
            expireUntil(nowTick);
        }
        int fired = 0;
        for (Timer timer = lists[due]; timer != null && fired < max; timer = lists[due]) {
            assert timer.deadlineNanos <= nowNanos : timer + " would run early, at " + nowNanos;
            remove(timer);
            fired++;
            timer.fire();
        }
        return fired;
    }

    /**
     * When to advance next; {@link Long#MAX_VALUE} when there is no timer. A timer further away than the lowest level
     * may first be moved closer: this is then earlier than its deadline, at most once a level.
     */
    long nextDeadlineNanos() {
        if (occupiedLevels == 0) {
            return Long.MAX_VALUE;
        }
        int level = Integer.numberOfTrailingZeros(occupiedLevels);
        return nanosOf(occupiedSlots[levels] != 0 ? currentTick : firstTickOf(level));
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Moves everything up to {@code nowTick} to the due list, tick by tick; slots without timers cost nothing. */
    private void expireUntil(long nowTick) {
        int timerLevels = (1 << levels) - 1;
        while ((occupiedLevels & timerLevels) != 0) {
            int level = Integer.numberOfTrailingZeros(occupiedLevels & timerLevels);
            long tick = firstTickOf(level);
            if (Long.compareUnsigned(tick, nowTick) > 0) {
                break;
            }
            currentTick = tick;
            int list = level * SLOTS + Long.numberOfTrailingZeros(occupiedSlots[level]);
            if (level == 0) {
                moveAll(list, due);
            } else {
                cascade(list);
            }
        }
        // Nobody stands between here and nowTick, so each timer still differs from it first in the same digit.
        currentTick = nowTick;
    }

    /** Moves the timers of a list to the lower levels, where the current tick now puts them. */
    private void cascade(int list) {
        for (Timer timer = lists[list]; timer != null; timer = lists[list]) {
            int closer = listOf(tickAtOrAfter(timer.deadlineNanos));
            assert closer < list - list % SLOTS : timer + " cascades from list " + list + " to " + closer;
            unlink(timer);
            append(closer, timer);
        }
    }

    private void moveAll(int from, int to) {
        for (Timer timer = lists[from]; timer != null; timer = lists[from]) {
            unlink(timer);
            append(to, timer);
        }
    }

    private int listOf(long tick) {
        int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros((tick ^ currentTick) | 1);
        int level = highestBit / DIGIT_BITS;
        return level * SLOTS + ((int) (tick >>> (level * DIGIT_BITS)) & (SLOTS - 1));
    }

    /** Where the first occupied slot of a level begins: above it the current tick's digits, below it none. */
    private long firstTickOf(int level) {
        int shift = level * DIGIT_BITS;
        long slot = Long.numberOfTrailingZeros(occupiedSlots[level]);
        return (currentTick & (-1L << DIGIT_BITS << shift)) | slot << shift;
    }

    private long tickAtOrBefore(long nanos) {
        return nanos <= startNanos ? 0 : (nanos - startNanos) >>> tickShift;
    }

    private long tickAtOrAfter(long nanos) {
        if (nanos <= startNanos) {
            return 0;
        }
        long sinceStart = nanos - startNanos;
        long tick = sinceStart >>> tickShift;
        return tick << tickShift == sinceStart ? tick : tick + 1;
    }

    private long nanosOf(long tick) {
        boolean beyondTheClock = Long.compareUnsigned(tick, tickAtOrBefore(Long.MAX_VALUE)) > 0;
        return beyondTheClock ? Long.MAX_VALUE : startNanos + (tick << tickShift);
    }

    private boolean isOurs(Timer timer) {
        TimerWheel of = timer.wheel;
        if (of != null && of != this) {
            throw new IllegalStateException(timer + " is scheduled on another Cpu; cancel it there first");
        }
        return of == this;
    }

    private void append(int list, Timer timer) {
        assert timer.list == Timer.NOWHERE : timer + " is in list " + timer.list;
        Timer first = lists[list];
        if (first == null) {
            lists[list] = timer;
            int level = list / SLOTS;
            occupiedSlots[level] |= 1L << list;
            occupiedLevels |= 1 << level;
        } else {
            timer.previous = first.previous;
            timer.next = first;
            first.previous.next = timer;
            first.previous = timer;
        }
        timer.list = list;
    }

    private void unlink(Timer timer) {
        int list = timer.list;
        assert list != Timer.NOWHERE : timer + " is in no list";
        if (timer.next == timer) {
            lists[list] = null;
            int level = list / SLOTS;
            occupiedSlots[level] &= ~(1L << list);
            if (occupiedSlots[level] == 0) {
                occupiedLevels &= ~(1 << level);
            }
        } else {
            timer.previous.next = timer.next;
            timer.next.previous = timer.previous;
            if (lists[list] == timer) {
                lists[list] = timer.next;
            }
            timer.next = timer;
            timer.previous = timer;
        }
        timer.list = Timer.NOWHERE;
    }

    private void remove(Timer timer) {
        unlink(timer);
        timer.wheel = null;
        size--;
        assert size >= 0 : "size " + size;
    }
}

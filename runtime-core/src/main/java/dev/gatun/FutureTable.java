package dev.gatun;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The futures of a Cpu by slot. A slot belongs to a future for its life; a completion names slot and generation, so one
 * that belongs to an earlier arming finds nobody (invariant 7). Grows, never shrinks. The Cpu's thread alone.
 */
final class FutureTable {
    private @Nullable IoFuture[] futures = new IoFuture[64];
    private int[] free = new int[64];
    private int[] generations = new int[64];
    private int freeCount;
    private int used = 1; // slot 0 stays empty, so that no user data is 0

    void add(IoFuture future) {
        int slot = freeCount > 0 ? free[--freeCount] : nextSlot();
        assert futures[slot] == null : "slot " + slot + " is taken";
        future.bind(slot, generations[slot]);
        futures[slot] = future;
    }

    /** The next future in this slot goes on with the generations, so that nothing late can be taken for its own. */
    void remove(IoFuture future) {
        int slot = future.slot();
        assert futures[slot] == future;
        futures[slot] = null;
        generations[slot] = future.generation();
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = slot;
    }

    /** The future whose present arming this is; null when it is over (its end gave the future another), or nobody's. */
    @Nullable
    IoFuture find(long userData) {
        // The table's length is a power of two: any slot has a place, and user data tells whose it is.
        IoFuture future = futures[(int) userData & futures.length - 1];
        return future != null && future.userData() == userData ? future : null;
    }

    void forEachArmed(Consumer<IoFuture> action) {
        for (int slot = 1; slot < used; slot++) {
            IoFuture future = futures[slot];
            if (future != null && future.isArmed()) {
                action.accept(future);
            }
        }
    }

    int armed() {
        int[] count = {0};
        forEachArmed(_ -> count[0]++);
        return count[0];
    }

    int size() {
        return used - 1 - freeCount;
    }

    private int nextSlot() {
        if (used == futures.length) {
            futures = Arrays.copyOf(futures, used * 2);
            generations = Arrays.copyOf(generations, used * 2);
        }
        return used++;
    }
}

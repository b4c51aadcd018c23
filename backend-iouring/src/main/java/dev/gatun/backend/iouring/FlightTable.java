package dev.gatun.backend.iouring;

import dev.gatun.spi.Operation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is in flight: how much, and by slot those operations whose completions need them
 * ({@link Tag#needsItsOperation}). Grows, never shrinks. The Cpu's thread alone.
 */
final class FlightTable {
    private @Nullable Operation[] operations = new Operation[64];
    private int count;

    /** Of these, how many the kernel has not seen. */
    private int fresh;

    int count() {
        return count;
    }

    void takeOff() {
        count++;
        fresh++;
    }

    /** All that took off are about to be seen by the kernel; true exactly when it has had others for longer. */
    boolean handOverAmongOthers() {
        boolean others = count > fresh;
        fresh = 0;
        return others;
    }

    /** Its completion will need it. */
    void keep(Operation operation) {
        int slot = (int) operation.userData();
        if (slot >= operations.length) {
            operations = Arrays.copyOf(operations, Integer.highestOneBit(slot) << 1);
        }
        if (operations[slot] != null) {
            throw new IllegalStateException(operation + " is in flight already");
        }
        operations[slot] = operation;
    }

    /** The operation whose present arming this is; null: it is over. What the kernel hands back is checked. */
    @Nullable
    Operation find(long userData) {
        int slot = (int) userData;
        Operation operation = slot > 0 && slot < operations.length ? operations[slot] : null;
        return operation != null && operation.userData() == userData ? operation : null;
    }

    /** That many ended that nobody keeps. */
    void landPlain(int landed) {
        count -= landed;
        assert count >= 0 : "invariant 3: more ended than began";
    }

    void land(long userData) {
        if (find(userData) != null) {
            operations[(int) userData] = null;
        }
        landPlain(1);
    }
}

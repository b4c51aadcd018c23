package dev.gatun.backend.iouring;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is in flight, by slot: whose arming it is, what kind it has, and the operation itself where its completion needs
 * it. Primitive arrays, because every completion looks here. Grows, never shrinks. The Cpu's thread alone.
 */
final class FlightTable {
    private static final OperationKind[] KINDS = OperationKind.values();

    private long[] armed = new long[256];
    private byte[] kinds = new byte[256];
    private @Nullable Operation[] operations = new Operation[256];
    private int count;

    int count() {
        return count;
    }

    void takeOff(Operation operation) {
        int slot = (int) operation.userData();
        if (slot <= 0) {
            throw new IllegalArgumentException("slot " + slot + " of " + operation + " is not positive");
        }
        if (slot >= armed.length) {
            grow(slot);
        }
        if (armed[slot] != 0) {
            throw new IllegalStateException(operation + " is in flight already");
        }
        armed[slot] = operation.userData();
        OperationKind kind = operation.kind();
        kinds[slot] = (byte) kind.ordinal();
        if (isNeededAtCompletion(operation, kind)) {
            operations[slot] = operation;
        }
        count++;
    }

    private static boolean isNeededAtCompletion(Operation operation, OperationKind kind) {
        return switch (kind) {
            case RECEIVE_BATCH, SEND_BATCH -> true;
            case RECEIVE_FROM -> operation.has(Operation.MULTISHOT);
            default -> false;
        };
    }

    /** True exactly when this very arming is in flight: what the kernel hands back is always checked (invariant 7). */
    boolean contains(long userData) {
        int slot = (int) userData;
        return slot > 0 && slot < armed.length && armed[slot] == userData;
    }

    OperationKind kind(long userData) {
        return KINDS[kinds[(int) userData]];
    }

    /** The operation, where its completion needs it; null for all others. */
    @Nullable
    Operation find(long userData) {
        return operations[(int) userData];
    }

    Operation operation(long userData) {
        return Objects.requireNonNull(operations[(int) userData]);
    }

    void land(long userData) {
        assert contains(userData) : "invariant 3: a second end of " + Long.toHexString(userData);
        int slot = (int) userData;
        armed[slot] = 0;
        if (operations[slot] != null) {
            operations[slot] = null;
        }
        count--;
    }

    private void grow(int slot) {
        int length = Integer.highestOneBit(slot) << 1;
        armed = Arrays.copyOf(armed, length);
        kinds = Arrays.copyOf(kinds, length);
        operations = Arrays.copyOf(operations, length);
    }
}

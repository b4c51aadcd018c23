package dev.gatun.backend.iouring;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/**
 * What the kernel is given to hand back with a completion: the operation's user data, and in spare bits of its slot
 * what the reaper must know, so that most completions need no look into any table.
 *
 * <pre>
 *   63          32   31        30 … 26   25 … 0
 *   generation       special   kind      slot       slot 0 has no operation: those entries are the ring's own
 * </pre>
 *
 * Special are those whose completions are more than a result to pass on.
 */
final class Tag {
    private static final int KIND_SHIFT = 26;
    private static final long KIND = 31L << KIND_SHIFT;
    private static final long SPECIAL = 1L << 31;
    private static final OperationKind[] KINDS = OperationKind.values();

    private Tag() {}

    static long of(Operation operation) {
        return isSpecial(operation) ? special(operation) : plain(operation);
    }

    private static boolean isSpecial(Operation operation) {
        return operation.kind() == OperationKind.POLL || needsItsOperation(operation);
    }

    /** True exactly when the operation itself is needed at its completion, not only its kind. */
    static boolean needsItsOperation(Operation operation) {
        return switch (operation.kind()) {
            case RECEIVE_BATCH, SEND_BATCH, SEND_FILE, CONNECT -> true;
            case RECEIVE_FROM -> operation.has(Operation.MULTISHOT);
            case SEND -> operation.has(Operation.ZERO_COPY);
            default -> false;
        };
    }

    static long plain(Operation operation) {
        assert (int) operation.userData() >>> KIND_SHIFT == 0 : "a slot too high";
        return operation.userData() | ((long) operation.kind().ordinal() << KIND_SHIFT);
    }

    static long special(Operation operation) {
        return plain(operation) | SPECIAL;
    }

    /** True exactly when it is an operation's, and not special. */
    static boolean isPlain(long tag) {
        return (int) tag > 0;
    }

    /** True exactly when it is of an entry that the ring wrote for itself. */
    static boolean isOwn(long tag) {
        return (int) tag == 0;
    }

    static boolean isSpecial(long tag) {
        return (int) tag < 0;
    }

    static long userData(long tag) {
        return tag & ~(KIND | SPECIAL);
    }

    static OperationKind kind(long tag) {
        return KINDS[(int) ((tag & KIND) >>> KIND_SHIFT)];
    }
}

package dev.gatun.backend.iocp;

import dev.gatun.parts.OperationList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;

/**
 * Results on their way to the core: told at once where a poll is under way, kept in order where none is. Counts what
 * was taken and is not yet told. The Cpu's thread alone.
 */
final class Endings {
    private final OperationList kept = new OperationList();
    private int inFlight;

    int inFlight() {
        return inFlight;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    void begin(Operation operation) {
        inFlight++;
        Place.set(operation, Place.SUBMITTED, 0);
    }

    private void end(Operation operation) {
        inFlight--;
        operation.backendState = 0;
    }

    /** A value, or a negated Windows error. */
    void tell(Operation operation, long result, Completions into) {
        end(operation);
        if (result >= 0) {
            into.add(operation.userData(), Math.toIntExact(result), 0);
        } else {
            into.addError(operation.userData(), WindowsErrorTable.of((int) -result), (int) -result);
        }
    }

    /** For what Windows has no number for, or another one than is meant. */
    void tellError(Operation operation, IoError error, long negatedNumber, Completions into) {
        end(operation);
        into.addError(operation.userData(), error, (int) -negatedNumber);
    }

    void tellBlock(Operation operation, int length, int block, Completions into) {
        end(operation);
        into.addBuffer(operation.userData(), length, 0, block, 0);
    }

    /** From outside a poll. */
    void keep(Operation operation, IoError error) {
        keep(operation, error.result());
    }

    /** A value, or a negated portable error. */
    void keep(Operation operation, int result) {
        Place.set(operation, Place.ENDED, result);
        kept.addLast(operation);
    }

    void tellKept(Completions into) {
        while (!into.isFull() && !kept.isEmpty()) {
            Operation operation = kept.removeFirst();
            if (operation != null) {
                int result = Place.detail(operation);
                end(operation);
                into.add(operation.userData(), result, 0);
            }
        }
    }
}

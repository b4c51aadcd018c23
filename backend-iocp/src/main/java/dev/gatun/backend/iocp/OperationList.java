package dev.gatun.backend.iocp;

import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/** Operations in order of arrival, linked through themselves: in one such list at a time. The Cpu's thread alone. */
final class OperationList {
    private @Nullable Operation head;
    private @Nullable Operation tail;

    boolean isEmpty() {
        return head == null;
    }

    @Nullable
    Operation first() {
        return head;
    }

    @Nullable
    Operation last() {
        return tail;
    }

    /** Also the end of a walk: null behind the last. */
    static @Nullable Operation after(Operation operation) {
        return operation.backendNext;
    }

    void addLast(Operation operation) {
        Operation last = tail;
        operation.backendPrevious = last;
        operation.backendNext = null;
        if (last == null) {
            head = operation;
        } else {
            last.backendNext = operation;
        }
        tail = operation;
    }

    void addFirst(Operation operation) {
        Operation first = head;
        operation.backendPrevious = null;
        operation.backendNext = first;
        if (first == null) {
            tail = operation;
        } else {
            first.backendPrevious = operation;
        }
        head = operation;
    }

    /** It must be in this very list. */
    void remove(Operation operation) {
        Operation previous = operation.backendPrevious;
        Operation next = operation.backendNext;
        assert previous == null ? head == operation : previous.backendNext == operation : operation + " is elsewhere";
        if (previous == null) {
            head = next;
        } else {
            previous.backendNext = next;
        }
        if (next == null) {
            tail = previous;
        } else {
            next.backendPrevious = previous;
        }
        operation.backendPrevious = null;
        operation.backendNext = null;
    }

    @Nullable
    Operation removeFirst() {
        Operation first = head;
        if (first != null) {
            remove(first);
        }
        return first;
    }
}

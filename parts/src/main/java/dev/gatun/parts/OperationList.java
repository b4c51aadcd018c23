package dev.gatun.parts;

import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/** Operations in order of arrival, linked through themselves: in one such list at a time. The Cpu's thread alone. */
public final class OperationList {
    private @Nullable Operation head;
    private @Nullable Operation tail;

    public OperationList() {}

    public boolean isEmpty() {
        return head == null;
    }

    public @Nullable Operation first() {
        return head;
    }

    public @Nullable Operation last() {
        return tail;
    }

    /** Also the end of a walk: null behind the last. */
    public static @Nullable Operation after(Operation operation) {
        return operation.backendNext;
    }

    public void addLast(Operation operation) {
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

    public void addFirst(Operation operation) {
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
    public void remove(Operation operation) {
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

    public @Nullable Operation removeFirst() {
        Operation first = head;
        if (first != null) {
            remove(first);
        }
        return first;
    }
}

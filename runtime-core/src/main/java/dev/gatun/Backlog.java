package dev.gatun;

import org.jspecify.annotations.Nullable;

/**
 * A list of futures, linked through themselves, so that it has no bound and allocates nothing; a future is in one at a
 * time. The Cpu's thread alone.
 */
final class Backlog {
    private @Nullable IoFuture first;
    private @Nullable IoFuture last;
    private int size;

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    IoFuture first() {
        if (first == null) {
            throw new IllegalStateException("the list is empty");
        }
        return first;
    }

    void addLast(IoFuture future) {
        assert future.next == null && future.previous == null && future != first : "it is in a list";
        if (last == null) {
            first = future;
        } else {
            last.next = future;
            future.previous = last;
        }
        last = future;
        size++;
    }

    IoFuture removeFirst() {
        IoFuture removed = first();
        remove(removed);
        return removed;
    }

    void remove(IoFuture future) {
        IoFuture before = future.previous;
        IoFuture after = future.next;
        assert before != null || first == future : "it is not in this list";
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        future.next = null;
        future.previous = null;
        size--;
    }
}

package dev.gatun.readiness;

import org.jspecify.annotations.Nullable;

/** Directions in which something waits that is worth a try, each once, in order of arrival. The Cpu's thread alone. */
final class ReadyList {
    private @Nullable Direction head;
    private @Nullable Direction tail;
    private int size;

    boolean isEmpty() {
        return head == null;
    }

    int size() {
        return size;
    }

    void addLast(Direction direction) {
        if (direction.isListed) {
            return;
        }
        direction.isListed = true;
        if (tail == null) {
            head = direction;
        } else {
            tail.nextReady = direction;
        }
        tail = direction;
        size++;
    }

    @Nullable
    Direction removeFirst() {
        Direction first = head;
        if (first == null) {
            return null;
        }
        head = first.nextReady;
        if (head == null) {
            tail = null;
        }
        first.nextReady = null;
        first.isListed = false;
        size--;
        return first;
    }
}

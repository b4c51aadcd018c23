package dev.gatun.backend.iocp;

import org.jspecify.annotations.Nullable;

/** Directions that are worth a try, each once, in the order in which they became so. The Cpu's thread alone. */
final class ReadyList {
    private @Nullable Direction head;
    private @Nullable Direction tail;
    private int size;

    int size() {
        return size;
    }

    void addLast(Direction direction) {
        if (direction.isQueued) {
            return;
        }
        direction.isQueued = true;
        direction.nextReady = null;
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
        if (first != null) {
            head = first.nextReady;
            if (head == null) {
                tail = null;
            }
            first.nextReady = null;
            first.isQueued = false;
            size--;
        }
        return first;
    }
}

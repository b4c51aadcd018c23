package dev.gatun.backend.iocp;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Directories that one watch watches, and which of them have something to tell. The Cpu's thread alone. */
final class ChangeQueue {
    final HandleState handle;
    final Map<Integer, WatchedDirectory> directories = new LinkedHashMap<>();

    /** In the order in which they were told of. */
    final ArrayDeque<WatchedDirectory> ready = new ArrayDeque<>();

    private int numbers;
    private int moves;

    ChangeQueue(HandleState handle) {
        this.handle = handle;
    }

    int nextNumber() {
        return ++numbers;
    }

    int nextCookie() {
        return ++moves;
    }
}

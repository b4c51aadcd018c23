package dev.gatun.stress;

import dev.gatun.core.HomewardStack;

/** Something to send: its fields are plain, so they are seen whole only if the queue makes them so. */
final class Message extends HomewardStack.Node {
    int number;
    int copy;

    Message(int number) {
        this.number = number;
        this.copy = number;
    }

    /** The number, 9 for one that was not seen whole. */
    int whole() {
        return number == copy ? number : 9;
    }
}

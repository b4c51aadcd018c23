package dev.gatun.parts;

import org.jspecify.annotations.Nullable;

/**
 * What is worth a try, each once, in the order in which it became so, linked through itself. The Cpu's thread alone.
 */
public final class ReadyList<T extends ReadyList.Link<T>> {
    /** Of what stands in such a list: its own link, and whether it does. */
    public abstract static class Link<T extends Link<T>> {
        private boolean isListed;
        private @Nullable T nextReady;

        protected Link() {}
    }

    private @Nullable T head;
    private @Nullable T tail;
    private int size;

    public ReadyList() {}

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    public void addLast(T ready) {
        Link<T> link = ready;
        if (link.isListed) {
            return;
        }
        link.isListed = true;
        T last = tail;
        if (last == null) {
            head = ready;
        } else {
            Link<T> before = last;
            before.nextReady = ready;
        }
        tail = ready;
        size++;
    }

    public @Nullable T removeFirst() {
        T first = head;
        if (first == null) {
            return null;
        }
        Link<T> link = first;
        head = link.nextReady;
        if (head == null) {
            tail = null;
        }
        link.nextReady = null;
        link.isListed = false;
        size--;
        return first;
    }
}

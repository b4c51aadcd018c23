package dev.gatun.core;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * From any threads to one owner, without a bound: for answers on their way home to their Cpu, which the sender could
 * not keep if they were refused. It lives as long as the owner. The nodes are the messages themselves and bring the
 * link, so pushing allocates nothing and can't fail.
 *
 * <p>A node belongs to whoever pushes it, then to the stack, and to the owner once {@link #next} has unlinked it.
 */
public final class HomewardStack<N extends HomewardStack.Node> {
    /** What can be sent home: in one stack at a time. */
    public abstract static class Node {
        /** Null exactly when the node is in no stack; the last one's is the end. */
        @Nullable
        Node homewardNext;
    }

    private static final class End extends Node {}

    private static final Node END = new End();

    /** The top of the stack lies in the middle, 128 bytes from what other threads might write beside it. */
    private static final int TOP = 32;

    private final AtomicReferenceArray<Node> padded = new AtomicReferenceArray<>(2 * TOP + 1);

    public HomewardStack() {
        padded.set(TOP, END);
    }

    /** By any thread. */
    public void push(N node) {
        if (node.homewardNext != null) {
            throw new IllegalStateException(node + " is on its way already; push it again when next has unlinked it");
        }
        // A volatile exchange also acquires what earlier pushes released, so the owner sees every link below the top.
        Node top;
        do {
            top = padded.getOpaque(TOP);
            node.homewardNext = top;
        } while (!padded.weakCompareAndSetVolatile(TOP, top, node));
    }

    /** By the owner: the first pushed of all that are there, null for none; the others by {@link #next}. */
    public @Nullable N takeAll() {
        if (isEmpty()) {
            return null;
        }
        Node node = padded.getAndSet(TOP, END);
        Node reversed = END;
        while (node != END) {
            Node below = linkOf(node);
            node.homewardNext = reversed;
            reversed = node;
            node = below;
        }
        return orNull(reversed);
    }

    /** By the owner: unlinks a node that was taken, and answers the one pushed after it, null for none. */
    public @Nullable N next(N taken) {
        Node next = linkOf(taken);
        taken.homewardNext = null;
        return orNull(next);
    }

    /** By the owner, who looks before it sleeps. */
    public boolean isEmpty() {
        return padded.getAcquire(TOP) == END;
    }

    private static Node linkOf(Node node) {
        Node next = node.homewardNext;
        if (next == null) {
            throw new IllegalStateException(node + " is in no stack; it was unlinked before");
        }
        return next;
    }

    @SuppressWarnings("unchecked") // only push links nodes
    private @Nullable N orNull(Node node) {
        return node == END ? null : (N) node;
    }
}

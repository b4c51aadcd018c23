package dev.gatun.core;

import java.lang.invoke.VarHandle;

/**
 * Whether a Cpu sleeps in its kernel, and who wakes it (invariant 10); it lives as long as the Cpu. Waking costs a
 * system call, so a sender makes one only when the receiver sleeps, and of many senders only one does.
 *
 * <pre>
 *   sender                                  receiver
 *     publish                                 state = SLEEPING
 *     full fence                              full fence
 *     state SLEEPING?                         every source empty?
 *       NOTIFIED by compare-and-set: wake       sleep
 *                                             state = AWAKE
 * </pre>
 *
 * Each side writes, fences, and then reads what the other wrote: at least one of them sees the other. Either the
 * receiver finds the message, or the sender finds it sleeping. Without the fences both reads could overtake the writes,
 * and a message would be slept over. A wake that comes when the receiver is up already ends its next sleep early, no
 * more.
 */
public final class SleepState {
    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;
    /** Sleeping, and a sender is about to wake it. */
    private static final int NOTIFIED = 2;

    private static final int STATE = 0;

    private final PaddedLongs words = new PaddedLongs(1);

    /** By a sender that has published: true exactly when it must wake the receiver now. Nobody else will. */
    public boolean mustWakeAfterPublishing() {
        VarHandle.fullFence();
        return words.getOpaque(STATE) == SLEEPING && words.compareAndSet(STATE, SLEEPING, NOTIFIED);
    }

    /** By the receiver: after this it looks at every source once more, and sleeps only if all are empty. */
    public void announceSleep() {
        assert words.getOpaque(STATE) == AWAKE : "it announced its sleep before";
        words.setOpaque(STATE, SLEEPING);
        VarHandle.fullFence();
    }

    /** By the receiver: when it found something after all, or is back from the kernel. */
    public void awake() {
        words.setRelease(STATE, AWAKE);
    }
}

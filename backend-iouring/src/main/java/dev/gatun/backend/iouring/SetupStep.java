package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;

/**
 * The ways to set a ring up, best first. A kernel that does not know a flag answers EINVAL, and the next is tried; what
 * it accepted tells how new it is at least, and so what else it can do.
 */
enum SetupStep {
    /** Completions are made only when the loop enters: no interruption, and all of a batch together. */
    DEFERRED(
            601,
            IoUring.IORING_SETUP_SUBMIT_ALL()
                    | IoUring.IORING_SETUP_SINGLE_ISSUER()
                    | IoUring.IORING_SETUP_DEFER_TASKRUN()
                    | IoUring.IORING_SETUP_TASKRUN_FLAG()),
    SINGLE_ISSUER(
            600,
            IoUring.IORING_SETUP_SUBMIT_ALL()
                    | IoUring.IORING_SETUP_SINGLE_ISSUER()
                    | IoUring.IORING_SETUP_COOP_TASKRUN()
                    | IoUring.IORING_SETUP_TASKRUN_FLAG()),
    COOPERATIVE(
            519,
            IoUring.IORING_SETUP_SUBMIT_ALL()
                    | IoUring.IORING_SETUP_COOP_TASKRUN()
                    | IoUring.IORING_SETUP_TASKRUN_FLAG()),
    SUBMIT_ALL(518, IoUring.IORING_SETUP_SUBMIT_ALL()),
    /** The oldest that will do: its kernel polls many times for one entry, and enters with a time-out. */
    PLAIN(513, 0);

    /** In every step. R_DISABLED: the thread that enables the ring is the one that it belongs to. */
    private static final int ALWAYS =
            IoUring.IORING_SETUP_CLAMP() | IoUring.IORING_SETUP_CQSIZE() | IoUring.IORING_SETUP_R_DISABLED();

    private final int since;
    private final int flags;

    SetupStep(int since, int flags) {
        this.since = since;
        this.flags = flags;
    }

    int flags() {
        return ALWAYS | flags;
    }

    /** True exactly when a kernel that accepted this step is at least so new: 601 is Linux 6.1. */
    boolean isSince(int version) {
        return since >= version;
    }

    /** "Linux 6.1". */
    String kernel() {
        return "Linux " + since / 100 + "." + since % 100;
    }
}

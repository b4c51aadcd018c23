package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;
import java.util.EnumSet;
import java.util.Set;

/**
 * The ways to set a ring up, best first, and apart those with a thread of the kernel's, which goes with no flag about
 * completions: they never wait for the loop there. A kernel that does not know a flag answers EINVAL, and the next is
 * tried.
 */
enum SetupStep {
    /** Completions are made only when the loop enters: no interruption, and all of a batch together. */
    DEFERRED(
            EnumSet.of(RingFeature.SUBMIT_ALL, RingFeature.SINGLE_ISSUER, RingFeature.DEFERRED_COMPLETIONS),
            IoUring.IORING_SETUP_TASKRUN_FLAG()),
    SINGLE_ISSUER(
            EnumSet.of(RingFeature.SUBMIT_ALL, RingFeature.SINGLE_ISSUER, RingFeature.COOPERATIVE_COMPLETIONS),
            IoUring.IORING_SETUP_TASKRUN_FLAG()),
    COOPERATIVE(
            EnumSet.of(RingFeature.SUBMIT_ALL, RingFeature.COOPERATIVE_COMPLETIONS),
            IoUring.IORING_SETUP_TASKRUN_FLAG()),
    SUBMIT_ALL(EnumSet.of(RingFeature.SUBMIT_ALL), 0),
    /** The oldest that will do: its kernel polls many times for one entry, and enters with a time-out. */
    PLAIN(EnumSet.noneOf(RingFeature.class), 0),

    THREADED_SINGLE_ISSUER(EnumSet.of(RingFeature.KERNEL_THREAD, RingFeature.SUBMIT_ALL, RingFeature.SINGLE_ISSUER), 0),
    THREADED_SUBMIT_ALL(EnumSet.of(RingFeature.KERNEL_THREAD, RingFeature.SUBMIT_ALL), 0),
    THREADED_PLAIN(EnumSet.of(RingFeature.KERNEL_THREAD), 0);

    /** In every step. R_DISABLED: the thread that enables the ring is the one that it belongs to. */
    private static final int ALWAYS =
            IoUring.IORING_SETUP_CLAMP() | IoUring.IORING_SETUP_CQSIZE() | IoUring.IORING_SETUP_R_DISABLED();

    private final Set<RingFeature> uses;
    private final int flags;

    /** The features' own flags come with them. */
    SetupStep(Set<RingFeature> uses, int more) {
        this.uses = uses;
        int all = more;
        for (RingFeature feature : uses) {
            all |= feature.code();
        }
        flags = all;
    }

    int flags() {
        return ALWAYS | flags;
    }

    boolean uses(RingFeature feature) {
        return uses.contains(feature);
    }

    /** True exactly when it is one to try: with a thread or without, and with nothing that is to be left out. */
    boolean suits(IoUringConfig config) {
        return uses(RingFeature.KERNEL_THREAD) == config.hasKernelThread()
                && uses.stream().noneMatch(config::isLeftOut);
    }
}

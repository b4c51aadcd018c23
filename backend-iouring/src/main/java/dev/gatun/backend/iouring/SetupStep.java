package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;
import java.util.Arrays;

/**
 * The ways to set a ring up, best first, and apart those with a thread of the kernel's, which goes with no flag about
 * completions: they never wait for the loop there. A kernel that does not know a flag answers EINVAL, and the next is
 * tried.
 */
enum SetupStep {
    /** Completions are made only when the loop enters: no interruption, and all of a batch together. */
    DEFERRED(IoUring.IORING_SETUP_SUBMIT_ALL()
            | IoUring.IORING_SETUP_SINGLE_ISSUER()
            | IoUring.IORING_SETUP_DEFER_TASKRUN()
            | IoUring.IORING_SETUP_TASKRUN_FLAG()),
    SINGLE_ISSUER(IoUring.IORING_SETUP_SUBMIT_ALL()
            | IoUring.IORING_SETUP_SINGLE_ISSUER()
            | IoUring.IORING_SETUP_COOP_TASKRUN()
            | IoUring.IORING_SETUP_TASKRUN_FLAG()),
    COOPERATIVE(IoUring.IORING_SETUP_SUBMIT_ALL()
            | IoUring.IORING_SETUP_COOP_TASKRUN()
            | IoUring.IORING_SETUP_TASKRUN_FLAG()),
    SUBMIT_ALL(IoUring.IORING_SETUP_SUBMIT_ALL()),
    /** The oldest that will do: its kernel polls many times for one entry, and enters with a time-out. */
    PLAIN(0),

    THREADED_SINGLE_ISSUER(
            IoUring.IORING_SETUP_SQPOLL() | IoUring.IORING_SETUP_SUBMIT_ALL() | IoUring.IORING_SETUP_SINGLE_ISSUER()),
    THREADED_SUBMIT_ALL(IoUring.IORING_SETUP_SQPOLL() | IoUring.IORING_SETUP_SUBMIT_ALL()),
    THREADED_PLAIN(IoUring.IORING_SETUP_SQPOLL());

    /** In every step. R_DISABLED: the thread that enables the ring is the one that it belongs to. */
    private static final int ALWAYS =
            IoUring.IORING_SETUP_CLAMP() | IoUring.IORING_SETUP_CQSIZE() | IoUring.IORING_SETUP_R_DISABLED();

    private final int flags;

    SetupStep(int flags) {
        this.flags = flags;
    }

    int flags() {
        return ALWAYS | flags;
    }

    /** True exactly when the feature is a flag of this step. */
    boolean uses(RingFeature feature) {
        return feature.witness() == RingFeature.Witness.SET_UP && (flags & feature.code()) != 0;
    }

    /** True exactly when it is one to try: with a thread or without, and with nothing that is to be left out. */
    boolean suits(IoUringConfig config) {
        return uses(RingFeature.KERNEL_THREAD) == config.hasKernelThread()
                && Arrays.stream(RingFeature.values()).noneMatch(feature -> uses(feature) && config.isLeftOut(feature));
    }
}

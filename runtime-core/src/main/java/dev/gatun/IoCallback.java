package dev.gatun;

/**
 * What runs when an operation has a result: on its Cpu's thread, after the reap, never from within the call that armed
 * it. It may arm the same future again. An exception thrown here fails the whole Cpu: catch what you expect.
 */
@FunctionalInterface
public interface IoCallback {
    /** Look at {@link IoFuture#result()}, and at {@link IoFuture#hasMore()} for a multishot operation. */
    void onComplete(IoFuture future);
}

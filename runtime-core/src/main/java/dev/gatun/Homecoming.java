package dev.gatun;

import dev.gatun.core.HomewardStack;

/**
 * What returns to its core and can't be refused there: the answer to a remote operation, the result of a worker.
 * Owned by
 * the sender until pushed, by the core from then on.
 */
abstract class Homecoming extends HomewardStack.Node {
    /** On the core's thread; after a restart {@code here} may be the successor of the Cpu that it left. */
    abstract void arrive(Cpu here);
}

/**
 * What the backends stand on: linking ({@link dev.gatun.bindings.Downcalls}), memory
 * ({@link dev.gatun.bindings.NativeMemory}), Linux' system calls, and liburing. Nothing here decides anything; it only
 * makes native things reachable, and says clearly when they are not.
 */
@NullMarked
package dev.gatun.bindings;

import org.jspecify.annotations.NullMarked;

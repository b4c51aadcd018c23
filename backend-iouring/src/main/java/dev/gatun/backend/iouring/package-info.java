/**
 * The io_uring backend. A {@code Ring} is the memory shared with the kernel; everything else says what goes into it and
 * what comes out. All of it belongs to the Cpu's thread, but for the wake event.
 */
@NullMarked
package dev.gatun.backend.iouring;

import org.jspecify.annotations.NullMarked;

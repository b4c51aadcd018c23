/**
 * What a backend implements. It is completion-shaped: an operation is submitted, and later its result comes out of
 * {@link dev.gatun.spi.IoBackend#poll}. Backends on readiness systems try the call first and wait only when it would
 * block.
 */
@NullMarked
package dev.gatun.spi;

import org.jspecify.annotations.NullMarked;

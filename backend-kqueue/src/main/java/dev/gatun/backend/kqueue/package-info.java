/** Gatun on kqueue: macOS and FreeBSD. */
@NullMarked
package dev.gatun.backend.kqueue;

import org.jspecify.annotations.NullMarked;

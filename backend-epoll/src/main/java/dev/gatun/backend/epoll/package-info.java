/** Gatun on Linux' epoll. {@code dev.gatun.readiness} makes completions of it; what is Linux' is here. */
@NullMarked
package dev.gatun.backend.epoll;

import org.jspecify.annotations.NullMarked;

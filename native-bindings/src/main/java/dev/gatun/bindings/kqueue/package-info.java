/**
 * Native layouts and constants for kqueue and the sockets around it, on macOS and FreeBSD (64-bit, little-endian).
 * Written by hand from the systems' published headers: names and numbers are C's. What has no prefix holds on both
 * systems; what differs is said twice, once with {@code Macos} and once with {@code Freebsd} in front. Pointers and
 * {@code size_t} are {@code long}.
 */
@NullMarked
package dev.gatun.bindings.kqueue;

import org.jspecify.annotations.NullMarked;

/**
 * Those that Gatun is compared with on the JVM, each used as its own users would use it at its best. They are found by
 * {@link java.util.ServiceLoader}, those of a jar that a user brings like those here, and each runs in a process of its
 * own, under the same load and the same checks as Gatun.
 */
@NullMarked
package dev.gatun.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;

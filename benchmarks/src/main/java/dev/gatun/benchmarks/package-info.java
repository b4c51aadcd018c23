/** What things cost. Nobody depends on it. */
@NullMarked
package dev.gatun.benchmarks;

import org.jspecify.annotations.NullMarked;

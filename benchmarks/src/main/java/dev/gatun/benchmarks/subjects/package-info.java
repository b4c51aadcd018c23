/**
 * Gatun's own programs for the benchmark, each a process of its own and each with a twin in C that does the same work.
 */
@NullMarked
package dev.gatun.benchmarks.subjects;

import org.jspecify.annotations.NullMarked;

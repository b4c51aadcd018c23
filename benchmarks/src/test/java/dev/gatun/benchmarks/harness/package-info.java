@NullMarked
package dev.gatun.benchmarks.harness;

import org.jspecify.annotations.NullMarked;

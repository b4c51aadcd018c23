@NullMarked
package dev.gatun.benchmarks.suites;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.gatun.benchmarks.report;

import org.jspecify.annotations.NullMarked;

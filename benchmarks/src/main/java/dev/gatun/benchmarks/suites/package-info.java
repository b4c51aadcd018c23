/** What is measured: each suite is a list of rows, and for each row those who compete in it. */
@NullMarked
package dev.gatun.benchmarks.suites;

import org.jspecify.annotations.NullMarked;

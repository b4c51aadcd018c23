@NullMarked
package dev.gatun.benchmarks.subjects;

import org.jspecify.annotations.NullMarked;

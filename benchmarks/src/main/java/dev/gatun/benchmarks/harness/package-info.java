/**
 * How anything is measured against anything here: contenders are processes, told by lines what to do; they take turns,
 * round by round; what counts is the ratio within a round. Nothing in here knows what is measured.
 */
@NullMarked
package dev.gatun.benchmarks.harness;

import org.jspecify.annotations.NullMarked;

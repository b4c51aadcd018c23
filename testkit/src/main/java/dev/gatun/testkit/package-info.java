/**
 * A simulated kernel: one object is one machine, one seed decides everything. Cores are driven by one thread over
 * virtual time, so a run can be replayed, and what goes wrong once a year can be made to go wrong all day.
 */
@NullMarked
package dev.gatun.testkit;

import org.jspecify.annotations.NullMarked;

/**
 * What comes out of a run: the table on a terminal, the JSON, the page, and what has changed since another run. All of
 * it is made of a {@link dev.gatun.benchmarks.report.Document}; nothing in here measures.
 */
@NullMarked
package dev.gatun.benchmarks.report;

import org.jspecify.annotations.NullMarked;

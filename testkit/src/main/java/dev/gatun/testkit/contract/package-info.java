/**
 * What every backend must do, as JUnit tests: extend {@link dev.gatun.testkit.contract.BackendContract} once for each
 * backend and configuration.
 */
@NullMarked
package dev.gatun.testkit.contract;

import org.jspecify.annotations.NullMarked;

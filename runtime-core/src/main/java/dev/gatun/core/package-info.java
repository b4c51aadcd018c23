/** What crosses between cores: queues, and who wakes whom. Internal: not exported. */
@NullMarked
package dev.gatun.core;

import org.jspecify.annotations.NullMarked;

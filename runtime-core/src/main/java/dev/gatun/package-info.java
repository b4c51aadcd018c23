/** What an application sees: cores, operations, buffers, timers. */
@NullMarked
package dev.gatun;

import org.jspecify.annotations.NullMarked;

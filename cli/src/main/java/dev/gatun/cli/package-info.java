/** {@code gatun}: the commands, and what they print. */
@NullMarked
package dev.gatun.cli;

import org.jspecify.annotations.NullMarked;

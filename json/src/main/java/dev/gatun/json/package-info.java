/** JSON for what the commands print and read again. */
@NullMarked
package dev.gatun.json;

import org.jspecify.annotations.NullMarked;

/** Parts of backends: lists of operations, threads for files, and what a number of a handle means. */
@NullMarked
package dev.gatun.parts;

import org.jspecify.annotations.NullMarked;

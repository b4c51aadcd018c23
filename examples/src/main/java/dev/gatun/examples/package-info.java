/**
 * Small programs on Gatun, to run ({@code scripts/gatun example}) and to copy. Each is one file, or a few where it
 * says so; what they share is no more than reading their arguments.
 */
@NullMarked
package dev.gatun.examples;

import org.jspecify.annotations.NullMarked;

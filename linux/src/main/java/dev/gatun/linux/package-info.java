/** Linux as both of its backends see it: portable words to the kernel's and back. */
@NullMarked
package dev.gatun.linux;

import org.jspecify.annotations.NullMarked;

/** Random walks: the whole core over the simulated kernel, a seed a walk, for as many as one likes. */
@NullMarked
package dev.gatun.testkit.walk;

import org.jspecify.annotations.NullMarked;

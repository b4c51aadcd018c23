/**
 * What two threads may see of the queues between cores, and what never. Each class of a test says in its outcomes what
 * is acceptable; everything else is forbidden. The classes named Planted do one thing wrong, and must be caught.
 */
@NullMarked
package dev.gatun.stress;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.gatun.examples;

import org.jspecify.annotations.NullMarked;

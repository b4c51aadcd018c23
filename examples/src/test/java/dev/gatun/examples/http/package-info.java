@NullMarked
package dev.gatun.examples.http;

import org.jspecify.annotations.NullMarked;

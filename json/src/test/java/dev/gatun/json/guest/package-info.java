@NullMarked
package dev.gatun.json.guest;

import org.jspecify.annotations.NullMarked;

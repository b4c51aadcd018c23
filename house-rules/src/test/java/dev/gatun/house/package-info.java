/** The rules of the house, as tests over every module; and for each rule a planted violation that it must find. */
@NullMarked
package dev.gatun.house;

import org.jspecify.annotations.NullMarked;

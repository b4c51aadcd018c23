/** Gatun on Windows' I/O completion ports. */
@NullMarked
package dev.gatun.backend.iocp;

import org.jspecify.annotations.NullMarked;

/**
 * A backend on a system that tells readiness: calls are tried first, wait in queues by handle and direction where they
 * would block, and are tried again when the handle is ready. {@link dev.gatun.readiness.Platform} is the seam.
 */
@NullMarked
package dev.gatun.readiness;

import org.jspecify.annotations.NullMarked;

/**
 * What a service is written against: streams, their listeners, socket options and names. It stands on the core
 * ({@code dev.gatun}), which knows nothing of it.
 */
@NullMarked
package dev.gatun.net;

import org.jspecify.annotations.NullMarked;

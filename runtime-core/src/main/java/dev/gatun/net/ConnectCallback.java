package dev.gatun.net;

import org.jspecify.annotations.Nullable;

/**
 * A connection was made, or was not: one of the two is null. Told once, on the Cpu's thread, never from within connect.
 */
@FunctionalInterface
public interface ConnectCallback {
    void onConnected(@Nullable NetStream stream, @Nullable NetException failure);
}

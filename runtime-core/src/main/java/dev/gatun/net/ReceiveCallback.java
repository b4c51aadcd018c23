package dev.gatun.net;

import dev.gatun.Buffer;

/**
 * Bytes came, in a buffer of the Cpu's pool that is the callback's from now on: to free, to send, or to keep. On the
 * stream's Cpu's thread. An exception thrown here ends this stream alone, and frees the buffer if nobody has it yet.
 */
@FunctionalInterface
public interface ReceiveCallback {
    void onReceived(NetStream stream, Buffer buffer);
}

package dev.gatun.net;

import dev.gatun.BufferBatch;

/**
 * A batch was received or sent, and is the caller's again: {@code result} is how many datagrams of it, from the first
 * on, or a negated error code ({@link dev.gatun.spi.IoError#of}). On the socket's Cpu's thread.
 */
@FunctionalInterface
public interface BatchCallback {
    void onBatch(UdpSocket socket, BufferBatch batch, int result);
}

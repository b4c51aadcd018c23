package dev.gatun.net;

import dev.gatun.Buffer;

/** A receive into a buffer of the caller's is over, and the buffer is the caller's again. On the Cpu's thread. */
@FunctionalInterface
public interface ReceiveIntoCallback {
    /**
     * With the bytes asked for: how many those are, from the reader index on; what came behind them lies there too. 0:
     * the other side sends no more, and what is in the buffer was all. Else a negated {@link dev.gatun.spi.IoError}.
     */
    void onReceived(NetStream stream, Buffer into, int result);
}

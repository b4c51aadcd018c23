package dev.gatun.net;

/** Something happened on a stream; on its Cpu's thread. An exception thrown here ends this stream alone. */
@FunctionalInterface
public interface NetStreamCallback {
    void on(NetStream stream);
}

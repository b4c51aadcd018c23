package dev.gatun.net;

/** A stream has ended: told exactly once, when nothing of it is in flight and its handle is closed. */
@FunctionalInterface
public interface CloseCallback {
    void onClosed(NetStream stream, CloseReason reason);
}

package dev.gatun;

/**
 * What crosses from one core to another (invariant 1). It is its sender's until sent, and its receiver's from then on;
 * reuse it only when it has come back.
 */
@FunctionalInterface
public interface CoreMessage {
    /** On the receiving core's thread. An exception thrown here fails that Cpu. */
    void onMessage(Cpu here);

    /** Instead, when the receiving core has stopped; on an arbitrary thread. */
    default void onUndelivered() {}
}

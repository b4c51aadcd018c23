package dev.gatun.spi;

/**
 * Many datagrams for one call, laid out as the backend's system wants them; made by {@link Sockets#newBatch} once and
 * used again and again. Slots {@code 0 … count - 1} take part. While an operation with it is armed it is the kernel's.
 */
public interface DatagramBatch {
    int capacity();

    int count();

    /** How many of the slots take part, from the first on. */
    void count(int count);

    /** The memory that a slot sends from or receives into. */
    void memory(int slot, long address, int length);

    /** Sending: the bytes to send; received: the bytes that came. */
    int length(int slot);

    void length(int slot, int length);

    /** Sending: copies the address of whom the slot's datagram goes to. */
    void peer(int slot, long address, int length);

    /** Where the address of the sender of a slot's datagram is, once received. */
    long peerAddress(int slot);

    int peerLength(int slot);

    /** True exactly when the datagram received was longer than the slot's memory. */
    boolean truncated(int slot);
}

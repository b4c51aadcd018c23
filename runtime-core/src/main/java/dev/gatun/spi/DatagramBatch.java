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

    /** Copies the address of the sender of a slot's datagram; its length. */
    int sender(int slot, long into);

    /** True exactly when the datagram received was longer than the slot's memory. */
    boolean truncated(int slot);

    /** How many slots at the beginning take no part, because they were sent before; 0 after {@link #count(int)}. */
    void skip(int slots);

    // --- what a datagram comes with, or is sent with ----------------------------------------------------------------

    /** Of a datagram received: what the socket was asked to tell, or {@link Datagrams#UNTOLD}. */
    long fact(int slot, Datagrams.Fact fact);

    /** Of a datagram received: writes the address it was sent to, with port 0; its length, 0 when untold. */
    int destination(int slot, long into);

    /** Sending: the slot's datagram goes with this, until {@link #sendPlainly} or a receive. */
    void sendWith(int slot, Datagrams.Fact fact, int value);

    /** Sending: from this address of the machine's own, and by the interface of that index (0: as the routes say). */
    void sendFrom(int slot, long address, int length, int interfaceIndex);

    /** Sending: as the socket's options say. */
    void sendPlainly(int slot);
}

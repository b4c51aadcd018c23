package dev.gatun.testkit;

/** One measure of how big a simulated machine is. */
public enum Limit {
    /** What a stream holds for its receiver; with that full, senders wait. */
    SOCKET_BUFFER_BYTES(64 << 10),
    /** What a datagram socket holds; a datagram that finds it full is dropped, or waits in the UNIX family. */
    DATAGRAMS(256),
    /** Connections that a listener holds, however many it asks for; more wait. */
    BACKLOG(128),
    /** Handles open at once. */
    HANDLES(1 << 20),
    /** What all files take together, in pages of 4096. */
    DISK_BYTES(1L << 30),
    /** Changes of directories that a queue of them holds; then some are lost. */
    CHANGES(1 << 14),
    /** What may be submitted between two polls of a backend, when its settings do not expect less. */
    QUEUE_ENTRIES(1 << 16),
    /** Unseen completions of a backend, from which on multishot operations end early. */
    COMPLETIONS(1 << 12),
    /** Operations in flight at once on a backend. */
    OPERATIONS(1 << 20),
    /** Events that the trace remembers. */
    TRACE_EVENTS(128);

    private final long usual;

    Limit(long usual) {
        this.usual = usual;
    }

    long usual() {
        return usual;
    }
}

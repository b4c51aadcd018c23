package dev.gatun.benchmarks.subjects;

/** What a server has done; its Cpu's thread alone. */
class ServedCounters {
    long connections;
    long bytes;
    long received;
    long sent;

    /** Before it is copied: for a server that counts elsewhere. */
    void refresh() {}

    final void set(ServedCounters from) {
        connections = from.connections;
        bytes = from.bytes;
        received = from.received;
        sent = from.sent;
    }

    /** As the harness reads it. */
    @Override
    public String toString() {
        return "connections=" + connections + " bytes=" + bytes + " received=" + received + " sent=" + sent;
    }
}

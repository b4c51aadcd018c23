/**
 * What the backends for Linux share, since they may not know each other: errors, flags, sockets, batches of datagrams,
 * affinity, waking, and advice on memory. Nothing here waits for a peer, and nothing is known of io_uring or epoll.
 */
@SuppressWarnings("module") // the modules named below are built after this one
module dev.gatun.linux {
    requires dev.gatun.bindings;
    requires transitive dev.gatun.parts;
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;

    exports dev.gatun.linux to
            dev.gatun.backend.epoll,
            dev.gatun.backend.iouring;
}

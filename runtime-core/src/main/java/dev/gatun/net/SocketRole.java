package dev.gatun.net;

import dev.gatun.spi.SocketOption;

/** What a socket is opened for, which decides which options mean something to it. */
enum SocketRole {
    LISTENER,
    CONNECTING,
    DATAGRAMS;

    boolean has(SocketOption option) {
        return switch (option) {
            case REUSE_PORT, REUSE_ADDRESS, IPV6_ONLY -> this != CONNECTING;
            case FAST_OPEN_QUEUE -> this == LISTENER;
            case FAST_OPEN_CONNECT -> this == CONNECTING;
            default -> true;
        };
    }
}

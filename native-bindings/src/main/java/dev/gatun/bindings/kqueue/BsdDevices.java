package dev.gatun.bindings.kqueue;

/**
 * Constants of network devices that macOS and FreeBSD share, and FreeBSD's states of a link. Sources: xnu bsd/net/if.h
 * and bsd/sys/socket.h, FreeBSD sys/net/if.h and sys/sys/socket.h.
 */
public final class BsdDevices {
    public static final int AF_LINK = 18;
    public static final int IFF_UP = 0x1;
    public static final int IFF_LOOPBACK = 0x8;
    public static final int IFF_RUNNING = 0x40;

    // FreeBSD's alone: macOS' if_data does not tell.
    public static final int LINK_STATE_UNKNOWN = 0;
    public static final int LINK_STATE_DOWN = 1;
    public static final int LINK_STATE_UP = 2;

    private BsdDevices() {}
}

package dev.gatun.bindings.windows;

/**
 * What polling a socket through the AFD driver needs: the way to learn of readiness on a completion port.
 * Undocumented by Microsoft; sources: wepoll.c, phnt ntafd.h. Open {@code \Device\Afd\<any name>} with NtCreateFile,
 * bind it to the port, and send IOCTL_AFD_POLL through NtDeviceIoControlFile.
 */
public final class AfdConstants {
    public static final int IOCTL_AFD_POLL = 0x00012024;

    public static final int AFD_POLL_RECEIVE = 0x0001;
    public static final int AFD_POLL_RECEIVE_EXPEDITED = 0x0002;
    public static final int AFD_POLL_SEND = 0x0004;
    public static final int AFD_POLL_DISCONNECT = 0x0008;
    public static final int AFD_POLL_ABORT = 0x0010;
    // The socket was closed on this side: always ask for it, or the poll of a closed socket is never heard of again.
    public static final int AFD_POLL_LOCAL_CLOSE = 0x0020;
    public static final int AFD_POLL_CONNECT = 0x0040;
    public static final int AFD_POLL_ACCEPT = 0x0080;
    public static final int AFD_POLL_CONNECT_FAIL = 0x0100;

    private AfdConstants() {}
}

package dev.gatun.bindings.windows;

/**
 * The GUIDs that SIO_GET_EXTENSION_FUNCTION_POINTER turns into functions: each as the 16 bytes of a {@link Guid}, in
 * two little-endian longs, LOW first. Source: mingw-w64 mswsock.h, Microsoft's page of each function. The pointers
 * belong to the provider of the socket that was asked.
 */
public final class WinsockExtensions {
    // b5367df1-cbac-11cf-95ca-00805f48a192
    public static final long WSAID_ACCEPTEX_LOW = 0x11cfcbac_b5367df1L;
    public static final long WSAID_ACCEPTEX_HIGH = 0x92a1485f_8000ca95L;

    // b5367df2-cbac-11cf-95ca-00805f48a192
    public static final long WSAID_GETACCEPTEXSOCKADDRS_LOW = 0x11cfcbac_b5367df2L;
    public static final long WSAID_GETACCEPTEXSOCKADDRS_HIGH = 0x92a1485f_8000ca95L;

    // 25a207b9-ddf3-4660-8ee9-76e58c74063e
    public static final long WSAID_CONNECTEX_LOW = 0x4660ddf3_25a207b9L;
    public static final long WSAID_CONNECTEX_HIGH = 0x3e06748c_e576e98eL;

    // 7fda2e11-8630-436f-a031-f536a6eec157
    public static final long WSAID_DISCONNECTEX_LOW = 0x436f8630_7fda2e11L;
    public static final long WSAID_DISCONNECTEX_HIGH = 0x57c1eea6_36f531a0L;

    // f689d7c8-6f1f-436b-8a53-e54fe351c322
    public static final long WSAID_WSARECVMSG_LOW = 0x436b6f1f_f689d7c8L;
    public static final long WSAID_WSARECVMSG_HIGH = 0x22c351e3_4fe5538aL;

    // a441e712-754f-43ca-84a7-0dee44cf606d
    public static final long WSAID_WSASENDMSG_LOW = 0x43ca754f_a441e712L;
    public static final long WSAID_WSASENDMSG_HIGH = 0x6d60cf44_ee0da784L;

    // b5367df0-cbac-11cf-95ca-00805f48a192
    public static final long WSAID_TRANSMITFILE_LOW = 0x11cfcbac_b5367df0L;
    public static final long WSAID_TRANSMITFILE_HIGH = 0x92a1485f_8000ca95L;

    private WinsockExtensions() {}
}

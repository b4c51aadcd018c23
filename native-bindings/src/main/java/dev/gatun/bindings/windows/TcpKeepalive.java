package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct tcp_keepalive}: the argument of SIO_KEEPALIVE_VALS, in milliseconds. Source: mingw-w64 mstcpip.h,
 * Microsoft's page "SIO_KEEPALIVE_VALS".
 */
public final class TcpKeepalive {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("onoff"),
                    JAVA_INT.withName("keepalivetime"),
                    JAVA_INT.withName("keepaliveinterval"))
            .withName("tcp_keepalive");

    public static final long ONOFF = FieldOffset.in(LAYOUT, "onoff");
    public static final long KEEPALIVETIME = FieldOffset.in(LAYOUT, "keepalivetime");
    public static final long KEEPALIVEINTERVAL = FieldOffset.in(LAYOUT, "keepaliveinterval");

    private TcpKeepalive() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}

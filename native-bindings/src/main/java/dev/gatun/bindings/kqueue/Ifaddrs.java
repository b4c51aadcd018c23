package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct ifaddrs}: one address of one network device, and where the next is, out of getifaddrs. Sources: xnu
 * libc's ifaddrs.h, FreeBSD include/ifaddrs.h.
 */
public final class Ifaddrs {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("ifa_next"),
                    JAVA_LONG.withName("ifa_name"),
                    JAVA_INT.withName("ifa_flags"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("ifa_addr"),
                    JAVA_LONG.withName("ifa_netmask"),
                    JAVA_LONG.withName("ifa_dstaddr"),
                    JAVA_LONG.withName("ifa_data"))
            .withName("ifaddrs");

    public static final long IFA_NEXT = FieldOffset.in(LAYOUT, "ifa_next");
    public static final long IFA_NAME = FieldOffset.in(LAYOUT, "ifa_name");
    public static final long IFA_FLAGS = FieldOffset.in(LAYOUT, "ifa_flags");
    public static final long IFA_ADDR = FieldOffset.in(LAYOUT, "ifa_addr");
    public static final long IFA_NETMASK = FieldOffset.in(LAYOUT, "ifa_netmask");
    public static final long IFA_DSTADDR = FieldOffset.in(LAYOUT, "ifa_dstaddr");
    public static final long IFA_DATA = FieldOffset.in(LAYOUT, "ifa_data");

    private Ifaddrs() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}

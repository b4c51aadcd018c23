package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct xsw_usage}: what macOS' vm.swapusage answers, in bytes. Source: xnu bsd/sys/sysctl.h.
 */
public final class MacosXswUsage {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("xsu_total"),
                    JAVA_LONG.withName("xsu_avail"),
                    JAVA_LONG.withName("xsu_used"),
                    JAVA_INT.withName("xsu_pagesize"),
                    JAVA_INT.withName("xsu_encrypted"))
            .withName("xsw_usage");

    public static final long XSU_TOTAL = FieldOffset.in(LAYOUT, "xsu_total");
    public static final long XSU_AVAIL = FieldOffset.in(LAYOUT, "xsu_avail");
    public static final long XSU_USED = FieldOffset.in(LAYOUT, "xsu_used");
    public static final long XSU_PAGESIZE = FieldOffset.in(LAYOUT, "xsu_pagesize");
    public static final long XSU_ENCRYPTED = FieldOffset.in(LAYOUT, "xsu_encrypted");

    private MacosXswUsage() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}

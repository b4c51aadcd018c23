package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct stat} of FreeBSD 12 and later, 224 bytes. Source: FreeBSD sys/sys/stat.h.
 */
public final class FreebsdStat {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("st_dev"),
                    JAVA_LONG.withName("st_ino"),
                    JAVA_LONG.withName("st_nlink"),
                    JAVA_SHORT.withName("st_mode"),
                    JAVA_SHORT.withName("st_padding0"),
                    JAVA_INT.withName("st_uid"),
                    JAVA_INT.withName("st_gid"),
                    JAVA_INT.withName("st_padding1"),
                    JAVA_LONG.withName("st_rdev"),
                    Timespec.layout().withName("st_atim"),
                    Timespec.layout().withName("st_mtim"),
                    Timespec.layout().withName("st_ctim"),
                    Timespec.layout().withName("st_birthtim"),
                    JAVA_LONG.withName("st_size"),
                    JAVA_LONG.withName("st_blocks"),
                    JAVA_INT.withName("st_blksize"),
                    JAVA_INT.withName("st_flags"),
                    JAVA_LONG.withName("st_gen"),
                    MemoryLayout.sequenceLayout(10, JAVA_LONG).withName("st_spare"))
            .withName("stat");

    public static final long ST_DEV = FieldOffset.in(LAYOUT, "st_dev");
    public static final long ST_INO = FieldOffset.in(LAYOUT, "st_ino");
    public static final long ST_NLINK = FieldOffset.in(LAYOUT, "st_nlink");
    public static final long ST_MODE = FieldOffset.in(LAYOUT, "st_mode");
    public static final long ST_PADDING0 = FieldOffset.in(LAYOUT, "st_padding0");
    public static final long ST_UID = FieldOffset.in(LAYOUT, "st_uid");
    public static final long ST_GID = FieldOffset.in(LAYOUT, "st_gid");
    public static final long ST_PADDING1 = FieldOffset.in(LAYOUT, "st_padding1");
    public static final long ST_RDEV = FieldOffset.in(LAYOUT, "st_rdev");
    public static final long ST_ATIM = FieldOffset.in(LAYOUT, "st_atim");
    public static final long ST_MTIM = FieldOffset.in(LAYOUT, "st_mtim");
    public static final long ST_CTIM = FieldOffset.in(LAYOUT, "st_ctim");
    public static final long ST_BIRTHTIM = FieldOffset.in(LAYOUT, "st_birthtim");
    public static final long ST_SIZE = FieldOffset.in(LAYOUT, "st_size");
    public static final long ST_BLOCKS = FieldOffset.in(LAYOUT, "st_blocks");
    public static final long ST_BLKSIZE = FieldOffset.in(LAYOUT, "st_blksize");
    public static final long ST_FLAGS = FieldOffset.in(LAYOUT, "st_flags");
    public static final long ST_GEN = FieldOffset.in(LAYOUT, "st_gen");
    public static final long ST_SPARE = FieldOffset.in(LAYOUT, "st_spare");

    private FreebsdStat() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}

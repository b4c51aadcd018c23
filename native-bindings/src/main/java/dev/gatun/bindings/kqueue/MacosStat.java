package dev.gatun.bindings.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code struct stat} of macOS with 64-bit inode numbers, 144 bytes. On x86-64 the plain symbols {@code stat} and
 * {@code fstat} fill an older struct: link {@code fstat$INODE64} there, {@code fstat} on arm64. Source: xnu
 * bsd/sys/stat.h.
 */
public final class MacosStat {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("st_dev"),
                    JAVA_SHORT.withName("st_mode"),
                    JAVA_SHORT.withName("st_nlink"),
                    JAVA_LONG.withName("st_ino"),
                    JAVA_INT.withName("st_uid"),
                    JAVA_INT.withName("st_gid"),
                    JAVA_INT.withName("st_rdev"),
                    MemoryLayout.paddingLayout(4),
                    Timespec.layout().withName("st_atimespec"),
                    Timespec.layout().withName("st_mtimespec"),
                    Timespec.layout().withName("st_ctimespec"),
                    Timespec.layout().withName("st_birthtimespec"),
                    JAVA_LONG.withName("st_size"),
                    JAVA_LONG.withName("st_blocks"),
                    JAVA_INT.withName("st_blksize"),
                    JAVA_INT.withName("st_flags"),
                    JAVA_INT.withName("st_gen"),
                    JAVA_INT.withName("st_lspare"),
                    MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("st_qspare"))
            .withName("stat");

    public static final long ST_DEV = FieldOffset.in(LAYOUT, "st_dev");
    public static final long ST_MODE = FieldOffset.in(LAYOUT, "st_mode");
    public static final long ST_NLINK = FieldOffset.in(LAYOUT, "st_nlink");
    public static final long ST_INO = FieldOffset.in(LAYOUT, "st_ino");
    public static final long ST_UID = FieldOffset.in(LAYOUT, "st_uid");
    public static final long ST_GID = FieldOffset.in(LAYOUT, "st_gid");
    public static final long ST_RDEV = FieldOffset.in(LAYOUT, "st_rdev");
    public static final long ST_ATIMESPEC = FieldOffset.in(LAYOUT, "st_atimespec");
    public static final long ST_MTIMESPEC = FieldOffset.in(LAYOUT, "st_mtimespec");
    public static final long ST_CTIMESPEC = FieldOffset.in(LAYOUT, "st_ctimespec");
    public static final long ST_BIRTHTIMESPEC = FieldOffset.in(LAYOUT, "st_birthtimespec");
    public static final long ST_SIZE = FieldOffset.in(LAYOUT, "st_size");
    public static final long ST_BLOCKS = FieldOffset.in(LAYOUT, "st_blocks");
    public static final long ST_BLKSIZE = FieldOffset.in(LAYOUT, "st_blksize");
    public static final long ST_FLAGS = FieldOffset.in(LAYOUT, "st_flags");
    public static final long ST_GEN = FieldOffset.in(LAYOUT, "st_gen");
    public static final long ST_LSPARE = FieldOffset.in(LAYOUT, "st_lspare");
    public static final long ST_QSPARE = FieldOffset.in(LAYOUT, "st_qspare");

    private MacosStat() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}

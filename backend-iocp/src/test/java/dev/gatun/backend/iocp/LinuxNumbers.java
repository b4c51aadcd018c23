package dev.gatun.backend.iocp;

/** The few numbers of Linux on x86-64 that the gateway takes, which runs nowhere else. */
final class LinuxNumbers {
    // asm/unistd_64.h
    static final int MMAP = 9;
    static final int MADVISE = 28;
    static final int FTRUNCATE = 77;
    static final int FUTEX = 202;
    static final int MEMFD_CREATE = 319;

    // asm-generic/mman-common.h and linux/mman.h
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final int MAP_FIXED_NOREPLACE = 0x100000;
    /** A hole in the file behind the memory. */
    static final int MADV_REMOVE = 9;

    // linux/futex.h
    static final int FUTEX_WAIT = 0;
    static final int FUTEX_WAKE = 1;

    private LinuxNumbers() {}
}

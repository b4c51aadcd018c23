package dev.gatun.bindings.kqueue;

/**
 * What libkqueue on Linux numbers in its own way: EVFILT_USER as FreeBSD does, the units of EVFILT_TIMER as macOS
 * does. Everything outside {@code sys/event.h} is Linux's there: errno, socket options, addresses. Source: libkqueue
 * include/sys/event.h (v2.7.0).
 */
public final class LibkqueueConstants {
    public static final int EVFILT_NETDEV = -8;
    public static final int EVFILT_LIO = -10;
    public static final int EVFILT_USER = -11;
    // Asks the library about itself; no kernel knows it.
    public static final int EVFILT_LIBKQUEUE = -12;

    public static final int NOTE_PCTRLMASK = 0xf0000000;

    // EVFILT_TIMER; milliseconds when none is given.
    public static final int NOTE_SECONDS = 0x0001;
    public static final int NOTE_USECONDS = 0x0002;
    public static final int NOTE_NSECONDS = 0x0004;
    public static final int NOTE_ABSOLUTE = 0x0008;

    // EVFILT_LIBKQUEUE.
    public static final int NOTE_VERSION = 0x0001;
    public static final int NOTE_VERSION_STR = 0x0002;
    public static final int NOTE_THREAD_SAFE = 0x0003;
    public static final int NOTE_FORK_CLEANUP = 0x0004;
    public static final int NOTE_DEBUG = 0x0005;

    private LibkqueueConstants() {}
}

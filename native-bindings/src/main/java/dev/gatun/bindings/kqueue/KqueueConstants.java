package dev.gatun.bindings.kqueue;

/**
 * What {@code sys/event.h} says in the same way on macOS, FreeBSD and in libkqueue: filters, actions, flags. Sources:
 * xnu bsd/sys/event.h, FreeBSD sys/sys/event.h. EVFILT_USER and the units of EVFILT_TIMER are not here: their numbers
 * differ.
 */
public final class KqueueConstants {
    // Filters: the field is a short, so cast.
    public static final int EVFILT_READ = -1;
    public static final int EVFILT_WRITE = -2;
    public static final int EVFILT_AIO = -3;
    public static final int EVFILT_VNODE = -4;
    public static final int EVFILT_PROC = -5;
    public static final int EVFILT_SIGNAL = -6;
    public static final int EVFILT_TIMER = -7;
    public static final int EVFILT_FS = -9;

    // Actions.
    public static final int EV_ADD = 0x0001;
    public static final int EV_DELETE = 0x0002;
    public static final int EV_ENABLE = 0x0004;
    public static final int EV_DISABLE = 0x0008;

    // Flags.
    public static final int EV_ONESHOT = 0x0010;
    public static final int EV_CLEAR = 0x0020;
    // Answers each change with EV_ERROR and data 0, so a batch of changes tells which of them failed.
    public static final int EV_RECEIPT = 0x0040;
    public static final int EV_DISPATCH = 0x0080;
    public static final int EV_SYSFLAGS = 0xF000;
    public static final int EV_FLAG1 = 0x2000;

    // Returned. EV_EOF means ready both ways, and fflags holds the socket's error; EV_ERROR puts an errno into data.
    public static final int EV_EOF = 0x8000;
    public static final int EV_ERROR = 0x4000;

    // EVFILT_USER.
    public static final int NOTE_FFNOP = 0x00000000;
    public static final int NOTE_FFAND = 0x40000000;
    public static final int NOTE_FFOR = 0x80000000;
    public static final int NOTE_FFCOPY = 0xc0000000;
    public static final int NOTE_FFCTRLMASK = 0xc0000000;
    public static final int NOTE_FFLAGSMASK = 0x00ffffff;
    public static final int NOTE_TRIGGER = 0x01000000;

    // EVFILT_READ and EVFILT_WRITE. Not in libkqueue.
    public static final int NOTE_LOWAT = 0x0001;

    // EVFILT_VNODE.
    public static final int NOTE_DELETE = 0x0001;
    public static final int NOTE_WRITE = 0x0002;
    public static final int NOTE_EXTEND = 0x0004;
    public static final int NOTE_ATTRIB = 0x0008;
    public static final int NOTE_LINK = 0x0010;
    public static final int NOTE_RENAME = 0x0020;
    // Not in libkqueue.
    public static final int NOTE_REVOKE = 0x0040;

    // EVFILT_PROC.
    public static final int NOTE_EXIT = 0x80000000;
    public static final int NOTE_FORK = 0x40000000;
    public static final int NOTE_EXEC = 0x20000000;
    public static final int NOTE_PDATAMASK = 0x000fffff;
    // The last three do nothing on macOS since 10.5.
    public static final int NOTE_TRACK = 0x00000001;
    public static final int NOTE_TRACKERR = 0x00000002;
    public static final int NOTE_CHILD = 0x00000004;

    private KqueueConstants() {}
}

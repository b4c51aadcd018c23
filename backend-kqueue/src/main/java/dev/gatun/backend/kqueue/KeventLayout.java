package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.ClassicKevent;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.FreebsdKevent;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.MacosKevent;

/**
 * A {@code struct kevent}: how long, where its fields are, and the number of the one filter that differs.
 * Immutable.
 */
record KeventLayout(
        long bytes, long ident, long filter, long flags, long fflags, long data, long udata, int userFilter) {
    static final KeventLayout MACOS = new KeventLayout(
            MacosKevent.sizeof(),
            MacosKevent.IDENT,
            MacosKevent.FILTER,
            MacosKevent.FLAGS,
            MacosKevent.FFLAGS,
            MacosKevent.DATA,
            MacosKevent.UDATA,
            MacosConstants.EVFILT_USER);

    /** FreeBSD 12 and later. */
    static final KeventLayout FREEBSD = new KeventLayout(
            FreebsdKevent.sizeof(),
            FreebsdKevent.IDENT,
            FreebsdKevent.FILTER,
            FreebsdKevent.FLAGS,
            FreebsdKevent.FFLAGS,
            FreebsdKevent.DATA,
            FreebsdKevent.UDATA,
            FreebsdConstants.EVFILT_USER);

    /** FreeBSD before 12, and libkqueue. */
    static final KeventLayout CLASSIC = new KeventLayout(
            ClassicKevent.sizeof(),
            ClassicKevent.IDENT,
            ClassicKevent.FILTER,
            ClassicKevent.FLAGS,
            ClassicKevent.FFLAGS,
            ClassicKevent.DATA,
            ClassicKevent.UDATA,
            FreebsdConstants.EVFILT_USER);

    static KeventLayout of(Bsd bsd) {
        return bsd.isMacos() ? MACOS : FREEBSD;
    }

    /** A change, with all fields. */
    void write(long at, long ident, int filter, int flags, long data) {
        NativeMemory.fill(at, bytes, (byte) 0);
        NativeMemory.ALL.set(JAVA_LONG, at + this.ident, ident);
        NativeMemory.ALL.set(JAVA_SHORT, at + this.filter, (short) filter);
        NativeMemory.ALL.set(JAVA_SHORT, at + this.flags, (short) flags);
        NativeMemory.ALL.set(JAVA_LONG, at + udata, data);
    }

    void writeNotes(long at, int notes) {
        NativeMemory.ALL.set(JAVA_INT, at + fflags, notes);
    }

    long ident(long at) {
        return NativeMemory.ALL.get(JAVA_LONG, at + ident);
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.Cmsghdr;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.FreebsdDirent;
import dev.gatun.bindings.kqueue.FreebsdGroupReq;
import dev.gatun.bindings.kqueue.FreebsdGroupSourceReq;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.bindings.kqueue.MacosDirent;
import dev.gatun.bindings.kqueue.MacosGroupReq;
import dev.gatun.bindings.kqueue.MacosGroupSourceReq;
import java.util.Locale;
import java.util.Optional;

/** Which of the two systems, and where their numbers differ: a table. What is the same stands in the bindings. */
enum Bsd {
    MACOS,
    FREEBSD;

    /** The one that this process runs on, by the JDK's name of it. */
    static Optional<Bsd> of(String systemName) {
        String name = systemName.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac os") || name.startsWith("darwin")) {
            return Optional.of(MACOS);
        }
        return name.startsWith("freebsd") ? Optional.of(FREEBSD) : Optional.empty();
    }

    boolean isMacos() {
        return this == MACOS;
    }

    private int of(int macos, int freebsd) {
        return this == MACOS ? macos : freebsd;
    }

    private long of(long macos, long freebsd) {
        return this == MACOS ? macos : freebsd;
    }

    // --- errors -----------------------------------------------------------------------------------------------------

    int notSupported() {
        return of(MacosConstants.EOPNOTSUPP, FreebsdConstants.EOPNOTSUPP);
    }

    int cancelled() {
        return of(MacosConstants.ECANCELED, FreebsdConstants.ECANCELED);
    }

    // --- sockets ----------------------------------------------------------------------------------------------------

    int inet6() {
        return of(MacosConstants.AF_INET6, FreebsdConstants.AF_INET6);
    }

    /** The flag by which a send raises no signal; macOS' is younger than the option that Gatun sets there. */
    int noSignal() {
        return of(0, FreebsdConstants.MSG_NOSIGNAL);
    }

    /** Two macOS sockets at one address don't share what comes. */
    int sharedPort() {
        return of(0, FreebsdConstants.SO_REUSEPORT_LB);
    }

    int linger() {
        return of(MacosConstants.SO_LINGER_SEC, BsdSockets.SO_LINGER);
    }

    int keepAliveIdle() {
        return of(MacosConstants.TCP_KEEPALIVE, FreebsdConstants.TCP_KEEPIDLE);
    }

    int keepAliveInterval() {
        return of(MacosConstants.TCP_KEEPINTVL, FreebsdConstants.TCP_KEEPINTVL);
    }

    int keepAliveProbes() {
        return of(MacosConstants.TCP_KEEPCNT, FreebsdConstants.TCP_KEEPCNT);
    }

    // --- datagrams --------------------------------------------------------------------------------------------------

    int receiveHopLimit() {
        return of(MacosConstants.IP_RECVTTL, FreebsdConstants.IP_RECVTTL);
    }

    int receiveTrafficClass() {
        return of(MacosConstants.IP_RECVTOS, FreebsdConstants.IP_RECVTOS);
    }

    int receivePacketInfo6() {
        return of(MacosConstants.IPV6_RECVPKTINFO, FreebsdConstants.IPV6_RECVPKTINFO);
    }

    int trafficClass6() {
        return of(MacosConstants.IPV6_TCLASS, FreebsdConstants.IPV6_TCLASS);
    }

    int receiveTrafficClass6() {
        return of(MacosConstants.IPV6_RECVTCLASS, FreebsdConstants.IPV6_RECVTCLASS);
    }

    int controlAlignment() {
        return (int) of(Cmsghdr.MACOS_ALIGNMENT, Cmsghdr.FREEBSD_ALIGNMENT);
    }

    int controlHeaderBytes() {
        return (int) of(Cmsghdr.MACOS_DATA, Cmsghdr.FREEBSD_DATA);
    }

    long groupBytes() {
        return of(MacosGroupReq.sizeof(), FreebsdGroupReq.sizeof());
    }

    long groupOfSourceBytes() {
        return of(MacosGroupSourceReq.sizeof(), FreebsdGroupSourceReq.sizeof());
    }

    long groupAddress() {
        return of(MacosGroupSourceReq.GSR_GROUP, FreebsdGroupSourceReq.GSR_GROUP);
    }

    long groupSource() {
        return of(MacosGroupSourceReq.GSR_SOURCE, FreebsdGroupSourceReq.GSR_SOURCE);
    }

    // --- files ------------------------------------------------------------------------------------------------------

    int closeOnExec() {
        return of(MacosConstants.O_CLOEXEC, FreebsdConstants.O_CLOEXEC);
    }

    int dataSync() {
        return of(MacosConstants.O_DSYNC, FreebsdConstants.O_DSYNC);
    }

    /** A flag on FreeBSD, a call after opening on macOS. */
    int direct() {
        return of(0, FreebsdConstants.O_DIRECT);
    }

    // --- directories ------------------------------------------------------------------------------------------------

    /** A descriptor that events are told of; macOS has one that keeps no file system from being unmounted. */
    int eventsOnly() {
        return of(MacosConstants.O_EVTONLY, BsdFiles.O_RDONLY);
    }

    int onlyDirectories() {
        return of(MacosConstants.O_DIRECTORY, FreebsdConstants.O_DIRECTORY);
    }

    int noFollow() {
        return of(MacosConstants.AT_SYMLINK_NOFOLLOW, FreebsdConstants.AT_SYMLINK_NOFOLLOW);
    }

    long entryBytes() {
        return of(MacosDirent.sizeof(), FreebsdDirent.sizeof());
    }

    long entryInode() {
        return of(MacosDirent.D_INO, FreebsdDirent.D_FILENO);
    }

    long entryNameLength() {
        return of(MacosDirent.D_NAMLEN, FreebsdDirent.D_NAMLEN);
    }

    long entryName() {
        return of(MacosDirent.D_NAME, FreebsdDirent.D_NAME);
    }
}

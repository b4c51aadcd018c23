package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.GroupSourceReq;
import dev.gatun.bindings.windows.IpMreq;
import dev.gatun.bindings.windows.Ipv6Mreq;
import dev.gatun.bindings.windows.SockaddrIn;
import dev.gatun.bindings.windows.SockaddrIn6;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.parts.EnvelopedDatagrams;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Envelopes, groups, and whom a datagram socket talks to. One thread: that of its calls. */
final class IocpDatagrams extends EnvelopedDatagrams {
    private static final MemorySegment ALL = NativeMemory.ALL;

    private final Winsock winsock;
    private final MemorySegment request;

    IocpDatagrams(Winsock winsock) {
        super(IocpControls.ENVELOPE, IocpControls.WINDOWS);
        this.winsock = winsock;
        request = winsock.functions.system.allocate(GroupSourceReq.sizeof(), Long.BYTES, Arena.ofAuto());
    }

    /**
     * To nobody in particular is connecting to nowhere: an address of zeros. Who talks to one alone is told when that
     * one is not there; who talks to many must not be told by a receive of what became of some send.
     */
    @Override
    public int connect(long handle, long address, int length) {
        boolean isInet6 = winsock.isInet6(handle);
        int family = isInet6 ? WindowsSockets.AF_INET6 : WindowsSockets.AF_INET;
        int written = length == 0
                ? IocpAddress.writeAny(family, request.address())
                : IocpAddress.copyFor(family, address, length, request.address());
        long connected = winsock.connect(handle, request.address(), written);
        if (connected < 0) {
            return WindowsErrorTable.result(connected);
        }
        return WindowsErrorTable.result(winsock.control(handle, WindowsSockets.SIO_UDP_CONNRESET, length == 0 ? 0 : 1));
    }

    @Override
    public int join(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        return sourceLength == 0
                ? membership(true, handle, interfaceIndex, group)
                : ofSource(true, handle, interfaceIndex, group, length, source, sourceLength);
    }

    @Override
    public int leave(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        return sourceLength == 0
                ? membership(false, handle, interfaceIndex, group)
                : ofSource(false, handle, interfaceIndex, group, length, source, sourceLength);
    }

    /** By the options that are older than those of any family: they name an interface of IPv4 by its address. */
    private int membership(boolean joins, long handle, int interfaceIndex, long group) {
        if (IocpAddress.family(group) == WindowsSockets.AF_INET6) {
            MemorySegment.copy(ALL, group + SockaddrIn6.SIN6_ADDR, request, Ipv6Mreq.IPV6MR_MULTIADDR, 16);
            request.set(JAVA_INT, Ipv6Mreq.IPV6MR_INTERFACE, interfaceIndex);
            int option = joins ? WindowsSockets.IPV6_JOIN_GROUP : WindowsSockets.IPV6_LEAVE_GROUP;
            return set(handle, WindowsSockets.IPPROTO_IPV6, option, Ipv6Mreq.sizeof());
        }
        MemorySegment.copy(ALL, group + SockaddrIn.SIN_ADDR, request, IpMreq.IMR_MULTIADDR, Integer.BYTES);
        request.set(JAVA_INT, IpMreq.IMR_INTERFACE, Interfaces.inet4(interfaceIndex));
        int option = joins ? WindowsSockets.IP_ADD_MEMBERSHIP : WindowsSockets.IP_DROP_MEMBERSHIP;
        return set(handle, WindowsSockets.IPPROTO_IP, option, IpMreq.sizeof());
    }

    private int ofSource(
            boolean joins, long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        request.fill((byte) 0);
        request.set(JAVA_INT, GroupSourceReq.GSR_INTERFACE, interfaceIndex);
        MemorySegment.copy(ALL, group, request, GroupSourceReq.GSR_GROUP, length);
        MemorySegment.copy(ALL, source, request, GroupSourceReq.GSR_SOURCE, sourceLength);
        int level = IocpAddress.family(group) == WindowsSockets.AF_INET6
                ? WindowsSockets.IPPROTO_IPV6
                : WindowsSockets.IPPROTO_IP;
        int option = joins ? WindowsSockets.MCAST_JOIN_SOURCE_GROUP : WindowsSockets.MCAST_LEAVE_SOURCE_GROUP;
        return set(handle, level, option, GroupSourceReq.sizeof());
    }

    /** Who is no member of a group can't leave it: Windows says so by the address, Wine by the argument. */
    private int set(long handle, int level, int option, long bytes) {
        long result = winsock.setOption(handle, level, option, request.address(), (int) bytes);
        boolean leaves = option == WindowsSockets.IP_DROP_MEMBERSHIP || option == WindowsSockets.IPV6_LEAVE_GROUP;
        return leaves && result == -WindowsErrors.WSAEINVAL
                ? IoError.ADDRESS_NOT_AVAILABLE.result()
                : IocpOptions.result(result);
    }
}

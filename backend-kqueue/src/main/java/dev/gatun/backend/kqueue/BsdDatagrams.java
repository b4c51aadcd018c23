package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.SockaddrIn;
import dev.gatun.parts.EnvelopedDatagrams;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Envelopes, groups, and whom a datagram socket talks to. One thread: that of the calls it was given, and as long as
 * those.
 */
final class BsdDatagrams extends EnvelopedDatagrams {
    /** {@code struct group_source_req}: the interface's index is its first word. */
    private static final long INTERFACE = 0;

    private final Bsd bsd;
    private final BsdErrors errors;
    private final BsdCalls calls;
    private final MemorySegment request;
    private final MemorySegment nobody = Arena.ofAuto().allocate(BsdAddress.BYTES_MAX, Long.BYTES);

    BsdDatagrams(Bsd bsd, BsdCalls calls) {
        super(BsdControls.ENVELOPE, new BsdControls(bsd));
        this.bsd = bsd;
        errors = BsdErrors.of(bsd);
        this.calls = calls;
        request = Arena.ofAuto().allocate(bsd.groupOfSourceBytes(), Long.BYTES);
        BsdAddress.begin(nobody.address(), (int) SockaddrIn.sizeof(), BsdSockets.AF_UNSPEC);
    }

    /** To nobody: the systems do it, and say that there is no such family. */
    @Override
    public int connect(long handle, long address, int length) {
        if (length > 0) {
            int own = BsdAddress.length(address, length);
            return errors.result(calls.waiting(BsdFunction.CONNECT, handle, address, own));
        }
        long dissolved = calls.waiting(BsdFunction.CONNECT, handle, nobody.address(), SockaddrIn.sizeof());
        return dissolved == -BsdErrnos.EAFNOSUPPORT ? 0 : errors.result(dissolved);
    }

    @Override
    public int join(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        int option = sourceLength == 0 ? BsdSockets.MCAST_JOIN_GROUP : BsdSockets.MCAST_JOIN_SOURCE_GROUP;
        return group(option, handle, interfaceIndex, group, length, source, sourceLength);
    }

    @Override
    public int leave(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        int option = sourceLength == 0 ? BsdSockets.MCAST_LEAVE_GROUP : BsdSockets.MCAST_LEAVE_SOURCE_GROUP;
        return group(option, handle, interfaceIndex, group, length, source, sourceLength);
    }

    private int group(
            int option, long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        request.fill((byte) 0);
        request.set(JAVA_INT, INTERFACE, interfaceIndex);
        MemorySegment.copy(NativeMemory.ALL, group, request, bsd.groupAddress(), length);
        MemorySegment.copy(NativeMemory.ALL, source, request, bsd.groupSource(), sourceLength);
        long bytes = sourceLength == 0 ? bsd.groupBytes() : bsd.groupOfSourceBytes();
        int level = BsdAddress.family(group) == bsd.inet6() ? BsdSockets.IPPROTO_IPV6 : BsdSockets.IPPROTO_IP;
        long result = calls.waiting(BsdFunction.SETSOCKOPT, handle, level, option, request.address(), bytes, 0);
        boolean isNoInterface = result == -BsdErrnos.ENXIO || result == -BsdErrnos.ENODEV;
        return isNoInterface ? IoError.NOT_FOUND.result() : errors.result(result);
    }
}

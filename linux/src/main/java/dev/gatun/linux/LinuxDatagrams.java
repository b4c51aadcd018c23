package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.group_req;
import dev.gatun.bindings.linux.group_source_req;
import dev.gatun.bindings.linux.sockaddr_storage;
import dev.gatun.parts.EnvelopedDatagrams;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Envelopes, groups, and whom a datagram socket talks to. One thread: that of the system calls it was given, and as
 * long as those.
 */
final class LinuxDatagrams extends EnvelopedDatagrams {
    private final SystemCalls calls;
    private final MemorySegment request = Arena.ofAuto().allocate(group_source_req.layout());
    private final MemorySegment local = Arena.ofAuto().allocate(sockaddr_storage.layout());
    private final MemorySegment nameLength = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment nobody = Arena.ofAuto().allocate(sockaddr_storage.layout());

    LinuxDatagrams(SystemCalls calls) {
        super(LinuxControls.ENVELOPE, LinuxControls.LINUX);
        this.calls = calls;
        nobody.set(JAVA_SHORT, 0, (short) Linux.AF_UNSPEC());
    }

    @Override
    public int connect(long handle, long address, int length) {
        if (length == 0) {
            return disconnect(handle);
        }
        return LinuxErrors.result(calls.waiting(Syscalls.__NR_connect(), handle, address, length));
    }

    /** Linux forgets a port that it chose itself: the socket is bound to it again. */
    private int disconnect(long handle) {
        long before = local.address();
        int length = localAddress(handle, before);
        int disconnected =
                LinuxErrors.result(calls.waiting(Syscalls.__NR_connect(), handle, nobody.address(), nobody.byteSize()));
        if (length < 0 || disconnected < 0) {
            return disconnected;
        }
        int now = localAddress(handle, request.address());
        boolean isBound = now < 0 || LinuxAddress.port(request.address()) == LinuxAddress.port(before);
        return isBound ? disconnected : LinuxErrors.result(calls.waiting(Syscalls.__NR_bind(), handle, before, length));
    }

    private int localAddress(long handle, long into) {
        nameLength.set(JAVA_INT, 0, LinuxAddress.BYTES_MAX);
        long named = calls.waiting(Syscalls.__NR_getsockname(), handle, into, nameLength.address());
        return named < 0 ? LinuxErrors.result(named) : nameLength.get(JAVA_INT, 0);
    }

    @Override
    public int join(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        int option = sourceLength == 0 ? Linux.MCAST_JOIN_GROUP() : Linux.MCAST_JOIN_SOURCE_GROUP();
        return group(option, handle, interfaceIndex, group, length, source, sourceLength);
    }

    @Override
    public int leave(long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        int option = sourceLength == 0 ? Linux.MCAST_LEAVE_GROUP() : Linux.MCAST_LEAVE_SOURCE_GROUP();
        return group(option, handle, interfaceIndex, group, length, source, sourceLength);
    }

    private int group(
            int option, long handle, int interfaceIndex, long group, int length, long source, int sourceLength) {
        request.fill((byte) 0);
        request.set(JAVA_INT, group_source_req.gsr_interface$offset(), interfaceIndex);
        copy(group, length, group_source_req.gsr_group$offset());
        copy(source, sourceLength, group_source_req.gsr_source$offset());
        long bytes = sourceLength == 0 ? group_req.sizeof() : group_source_req.sizeof();
        int level = LinuxAddress.family(group) == Linux.AF_INET6() ? Linux.SOL_IPV6() : Linux.SOL_IP();
        long result = calls.waiting(Syscalls.__NR_setsockopt(), handle, level, option, request.address(), bytes, 0);
        return result == -Linux.ENODEV() ? IoError.NOT_FOUND.result() : LinuxErrors.result(result);
    }

    private void copy(long address, int length, long to) {
        MemorySegment.copy(NativeMemory.ALL, address, request, to, length);
    }
}

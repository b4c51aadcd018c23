package dev.gatun.net;

import dev.gatun.NativeAddress;
import dev.gatun.spi.Datagrams;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/** Multicast groups of one datagram socket. Its Cpu's thread alone. */
final class Groups {
    private final NetCore core;
    private final long handle;

    Groups(NetCore core, long handle) {
        this.core = core;
        this.handle = handle;
    }

    void join(InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source) throws NetException {
        change(group, by, source, true);
    }

    void leave(InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source) throws NetException {
        change(group, by, source, false);
    }

    private void change(
            InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source, boolean isJoining)
            throws NetException {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException(group + " is no group: give a multicast address");
        }
        int index = by == null ? 0 : by.getIndex();
        NativeAddress to = core.lendAddress();
        NativeAddress from = core.lendAddress();
        try {
            to.set(new InetSocketAddress(group, 0));
            int fromLength = source == null
                    ? 0
                    : from.set(new InetSocketAddress(source, 0)).length();
            Datagrams datagrams = core.cpu.backend().sockets().datagrams();
            int result = isJoining
                    ? datagrams.join(handle, index, to.address(), to.length(), from.address(), fromLength)
                    : datagrams.leave(handle, index, to.address(), to.length(), from.address(), fromLength);
            String what = (isJoining ? "join " : "leave ") + group + (source == null ? "" : " of " + source);
            NetException.check(by == null ? what : what + " by " + by.getName(), result);
        } finally {
            core.giveBack(to);
            core.giveBack(from);
        }
    }
}

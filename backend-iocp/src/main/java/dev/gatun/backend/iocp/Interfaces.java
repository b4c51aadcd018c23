package dev.gatun.backend.iocp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Network interfaces, which IPv4's options name by an address of theirs. Any thread; nothing is kept. */
final class Interfaces {
    private Interfaces() {}

    /**
     * An IPv4 address of the interface of that index, its bytes in network order; 0 for index 0. One without any is
     * named by its index, which Windows takes as an address of the network 0.0.0.0/8.
     */
    static int inet4(int index) {
        if (index == 0) {
            return 0;
        }
        for (InetAddress address : addresses(index)) {
            if (address instanceof Inet4Address) {
                return ByteBuffer.wrap(address.getAddress())
                        .order(ByteOrder.nativeOrder())
                        .getInt();
            }
        }
        return Integer.reverseBytes(index);
    }

    private static List<InetAddress> addresses(int index) {
        try {
            NetworkInterface by = NetworkInterface.getByIndex(index);
            return by == null ? List.of() : by.inetAddresses().toList();
        } catch (SocketException _) {
            return List.of(); // the system tells of it what it will
        }
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.SockaddrIn;
import dev.gatun.bindings.windows.SockaddrIn6;
import dev.gatun.bindings.windows.SockaddrStorage;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.spi.IoError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfShort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Java's socket addresses as Windows' {@code SOCKADDR_…} in memory, and back. An IPv6 socket here speaks IPv4 too, by
 * addresses in IPv6's clothes. Any thread; the memory is the caller's.
 */
final class IocpAddress {
    static final int BYTES_MAX = (int) SockaddrStorage.sizeof();
    static final int INET4_BYTES = (int) SockaddrIn.sizeof();
    static final int INET6_BYTES = (int) SockaddrIn6.sizeof();

    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final int HOST4_BYTES = 4;
    private static final int HOST6_BYTES = 16;
    private static final OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private IocpAddress() {}

    /** The length, or a negated error. */
    static int write(SocketAddress socketAddress, long address) {
        if (!(socketAddress instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return IoError.ADDRESS_FAMILY.result();
        }
        if (inet.getAddress() instanceof Inet6Address host) {
            begin(address, INET6_BYTES, WindowsSockets.AF_INET6);
            put(host.getAddress(), address + SockaddrIn6.SIN6_ADDR);
            ALL.set(JAVA_INT_UNALIGNED, address + SockaddrIn6.SIN6_SCOPE_ID, host.getScopeId());
            ALL.set(PORT, address + SockaddrIn6.SIN6_PORT, (short) inet.getPort());
            return INET6_BYTES;
        }
        begin(address, INET4_BYTES, WindowsSockets.AF_INET);
        put(inet.getAddress().getAddress(), address + SockaddrIn.SIN_ADDR);
        ALL.set(PORT, address + SockaddrIn.SIN_PORT, (short) inet.getPort());
        return INET4_BYTES;
    }

    /** What an address says; an IPv4 address in IPv6's clothes is an IPv4 one, as in the JDK. */
    static SocketAddress read(long address, int length) {
        int family = length < Short.BYTES ? WindowsSockets.AF_UNSPEC : family(address);
        if (family == WindowsSockets.AF_INET && length >= INET4_BYTES) {
            return inet(bytes(address + SockaddrIn.SIN_ADDR, HOST4_BYTES), 0, port(address));
        }
        if (family == WindowsSockets.AF_INET6 && length >= INET6_BYTES) {
            int scope = ALL.get(JAVA_INT_UNALIGNED, address + SockaddrIn6.SIN6_SCOPE_ID);
            return inet(bytes(address + SockaddrIn6.SIN6_ADDR, HOST6_BYTES), scope, port(address));
        }
        throw new IllegalArgumentException(
                "no address of a known family in " + length + " bytes: family " + family + "; was it written to?");
    }

    static int family(long address) {
        return ALL.get(JAVA_SHORT_UNALIGNED, address) & 0xFFFF;
    }

    /** Both families have it in the same place. */
    private static int port(long address) {
        return ALL.get(PORT, address + SockaddrIn.SIN_PORT) & 0xFFFF;
    }

    /** Clears the memory, so that no field says what an earlier address did, and writes the family. */
    static int begin(long address, int length, int family) {
        NativeMemory.fill(address, length, (byte) 0);
        ALL.set(JAVA_SHORT_UNALIGNED, address, (short) family);
        return length;
    }

    /** Any address and any port of that family; the length. */
    static int writeAny(int family, long address) {
        return begin(address, family == WindowsSockets.AF_INET6 ? INET6_BYTES : INET4_BYTES, family);
    }

    /** As a socket of that family wants it: IPv4's in IPv6's clothes for an IPv6 socket. The length. */
    static int copyFor(int family, long from, int length, long to) {
        boolean isDressed =
                family == WindowsSockets.AF_INET6 && length >= INET4_BYTES && family(from) == WindowsSockets.AF_INET;
        if (!isDressed) {
            MemorySegment.copy(ALL, from, ALL, to, length);
            return length;
        }
        short port = ALL.get(PORT, from + SockaddrIn.SIN_PORT);
        int host = ALL.get(JAVA_INT_UNALIGNED, from + SockaddrIn.SIN_ADDR);
        begin(to, INET6_BYTES, WindowsSockets.AF_INET6);
        ALL.set(PORT, to + SockaddrIn6.SIN6_PORT, port);
        long mapped = to + SockaddrIn6.SIN6_ADDR;
        ALL.set(JAVA_SHORT_UNALIGNED, mapped + 10, (short) 0xFFFF);
        ALL.set(JAVA_INT_UNALIGNED, mapped + HOST6_BYTES - HOST4_BYTES, host);
        return INET6_BYTES;
    }

    private static SocketAddress inet(byte[] host, int scope, int port) {
        try {
            InetAddress address =
                    scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // only a wrong length of the array is one
        }
    }

    private static void put(byte[] bytes, long address) {
        MemorySegment.copy(bytes, 0, ALL, JAVA_BYTE, address, bytes.length);
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(ALL, JAVA_BYTE, address, bytes, 0, length);
        return bytes;
    }
}

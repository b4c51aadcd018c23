package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.SockaddrIn;
import dev.gatun.bindings.kqueue.SockaddrIn6;
import dev.gatun.bindings.kqueue.SockaddrStorage;
import dev.gatun.bindings.kqueue.SockaddrUn;
import dev.gatun.spi.IoError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfShort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * Java's socket addresses as a BSD's {@code struct sockaddr_…} in memory, and back: each begins with its own
 * length, and then its family, a byte each. Any thread; the memory is the caller's.
 */
record BsdAddress(Bsd bsd) {
    static final int BYTES_MAX = (int) SockaddrStorage.sizeof();

    private static final long PATH = SockaddrUn.SUN_PATH;
    private static final int PATH_BYTES = (int) (SockaddrUn.sizeof() - PATH);
    private static final int INET6_BYTES = 16;
    private static final OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** The length, or a negated error. */
    int write(SocketAddress socketAddress, long address) {
        if (socketAddress instanceof UnixDomainSocketAddress unix) {
            return writeUnix(unix.getPath().toString(), address);
        }
        if (!(socketAddress instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return IoError.ADDRESS_FAMILY.result();
        }
        return inet.getAddress() instanceof Inet6Address host
                ? writeInet6(host, inet.getPort(), address)
                : writeInet4(inet.getAddress(), inet.getPort(), address);
    }

    /**
     * What an address says. A UNIX name that Java's paths can't spell is shown with question marks: it is the peer's
     * choice, and must not make its reader fail. An IPv4 address in IPv6's clothes is an IPv4 one, as in the JDK.
     */
    SocketAddress read(long address, int length) {
        if (length >= 0 && length < PATH) {
            return UnixDomainSocketAddress.of(""); // nothing was written: only a UNIX socket can be without a name
        }
        int family = length < 0 ? BsdSockets.AF_UNSPEC : family(address);
        if (family == BsdSockets.AF_UNIX) {
            return readUnix(address, length);
        }
        if (family == BsdSockets.AF_INET && length >= SockaddrIn.sizeof()) {
            byte[] host = bytes(address + SockaddrIn.SIN_ADDR, Integer.BYTES);
            return inet(host, 0, NativeMemory.ALL.get(PORT, address + SockaddrIn.SIN_PORT));
        }
        if (family == bsd.inet6() && length >= SockaddrIn6.sizeof()) {
            byte[] host = bytes(address + SockaddrIn6.SIN6_ADDR, INET6_BYTES);
            int scope = NativeMemory.ALL.get(JAVA_INT_UNALIGNED, address + SockaddrIn6.SIN6_SCOPE_ID);
            return inet(host, scope, NativeMemory.ALL.get(PORT, address + SockaddrIn6.SIN6_PORT));
        }
        throw new IllegalArgumentException(
                "no address of a known family in " + length + " bytes: family " + family + "; was it written to?");
    }

    static int family(long address) {
        return NativeMemory.ALL.get(JAVA_BYTE, address + SockaddrStorage.SS_FAMILY) & 0xFF;
    }

    /**
     * How long the address is that stands in so many bytes: it says so itself, and the systems refuse it with what is
     * behind it.
     */
    static int length(long address, int bytes) {
        int own = NativeMemory.ALL.get(JAVA_BYTE, address + SockaddrStorage.SS_LEN) & 0xFF;
        return own == 0 ? bytes : Math.min(own, bytes);
    }

    private int writeInet4(InetAddress host, int port, long address) {
        int length = begin(address, (int) SockaddrIn.sizeof(), BsdSockets.AF_INET);
        NativeMemory.ALL.set(PORT, address + SockaddrIn.SIN_PORT, (short) port);
        put(host.getAddress(), address + SockaddrIn.SIN_ADDR);
        return length;
    }

    private int writeInet6(Inet6Address host, int port, long address) {
        int length = begin(address, (int) SockaddrIn6.sizeof(), bsd.inet6());
        NativeMemory.ALL.set(PORT, address + SockaddrIn6.SIN6_PORT, (short) port);
        put(host.getAddress(), address + SockaddrIn6.SIN6_ADDR);
        NativeMemory.ALL.set(JAVA_INT_UNALIGNED, address + SockaddrIn6.SIN6_SCOPE_ID, host.getScopeId());
        return length;
    }

    private static int writeUnix(String name, long address) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        int length = path.length + (path.length == 0 ? 0 : 1); // with the NUL that ends it
        if (length > PATH_BYTES) {
            return IoError.NAME_TOO_LONG.result();
        }
        begin(address, (int) PATH + length, BsdSockets.AF_UNIX);
        put(path, address + PATH);
        return (int) PATH + length;
    }

    private static SocketAddress readUnix(long address, int length) {
        byte[] path = bytes(address + PATH, Math.min(length - (int) PATH, PATH_BYTES));
        int end = 0;
        while (end < path.length && path[end] != 0) {
            end++;
        }
        String name = new String(path, 0, end, StandardCharsets.UTF_8);
        try {
            return UnixDomainSocketAddress.of(name);
        } catch (InvalidPathException e) {
            return UnixDomainSocketAddress.of(name.replaceAll("[^ -~]", "?"));
        }
    }

    private static SocketAddress inet(byte[] host, int scope, short port) {
        try {
            InetAddress address =
                    scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope);
            return new InetSocketAddress(address, port & 0xFFFF);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // only a wrong length of the array is one
        }
    }

    /** Clears the memory, so that no field says what an earlier address did, and writes length and family. */
    static int begin(long address, int length, int family) {
        NativeMemory.fill(address, length, (byte) 0);
        NativeMemory.ALL.set(JAVA_BYTE, address + SockaddrStorage.SS_LEN, (byte) length);
        NativeMemory.ALL.set(JAVA_BYTE, address + SockaddrStorage.SS_FAMILY, (byte) family);
        return length;
    }

    private static void put(byte[] bytes, long address) {
        MemorySegment.copy(bytes, 0, NativeMemory.ALL, JAVA_BYTE, address, bytes.length);
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(NativeMemory.ALL, JAVA_BYTE, address, bytes, 0, length);
        return bytes;
    }
}

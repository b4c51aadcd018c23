package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.sockaddr_in;
import dev.gatun.bindings.linux.sockaddr_in6;
import dev.gatun.bindings.linux.sockaddr_storage;
import dev.gatun.bindings.linux.sockaddr_un;
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
 * Java's socket addresses as {@code struct sockaddr_…} in memory, and back. Any thread; the memory is the caller's.
 *
 * <p>An abstract UNIX name begins with a NUL for the kernel. Java's paths can't hold one, so here it begins with "@",
 * as {@code ss}, systemd and Go write it; a file whose name begins so is "./@…", in both directions.
 */
final class LinuxAddress {
    static final int BYTES_MAX = (int) sockaddr_storage.layout().byteSize();

    private static final long PATH = sockaddr_un.sun_path$offset();
    private static final int PATH_BYTES = (int) (sockaddr_un.layout().byteSize() - PATH);
    private static final int INET6_BYTES = 16;
    private static final OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private LinuxAddress() {}

    /** The length, or a negated error. */
    static int write(SocketAddress socketAddress, long address) {
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
    static SocketAddress read(long address, int length) {
        if (length >= 0 && length < PATH) {
            return UnixDomainSocketAddress.of(""); // nothing was written: only a UNIX socket can be without a name
        }
        int family = length < 0 ? Linux.AF_UNSPEC() : family(address);
        if (family == Linux.AF_UNIX()) {
            return readUnix(address, length);
        }
        if (family == Linux.AF_INET() && length >= sockaddr_in.layout().byteSize()) {
            byte[] host = bytes(address + sockaddr_in.sin_addr$offset(), Integer.BYTES);
            return inet(host, 0, NativeMemory.ALL.get(PORT, address + sockaddr_in.sin_port$offset()));
        }
        if (family == Linux.AF_INET6() && length >= sockaddr_in6.layout().byteSize()) {
            byte[] host = bytes(address + sockaddr_in6.sin6_addr$offset(), INET6_BYTES);
            int scope = NativeMemory.ALL.get(JAVA_INT_UNALIGNED, address + sockaddr_in6.sin6_scope_id$offset());
            return inet(host, scope, NativeMemory.ALL.get(PORT, address + sockaddr_in6.sin6_port$offset()));
        }
        throw new IllegalArgumentException(
                "no address of a known family in " + length + " bytes: family " + family + "; was it written to?");
    }

    static int family(long address) {
        return NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, address) & 0xFFFF;
    }

    /** Both families have it in the same place; a UNIX address has none. */
    static int port(long address) {
        return family(address) == Linux.AF_UNIX()
                ? 0
                : NativeMemory.ALL.get(PORT, address + sockaddr_in.sin_port$offset()) & 0xFFFF;
    }

    private static int writeInet4(InetAddress host, int port, long address) {
        int length = begin(address, sockaddr_in.layout().byteSize(), Linux.AF_INET());
        NativeMemory.ALL.set(PORT, address + sockaddr_in.sin_port$offset(), (short) port);
        put(host.getAddress(), address + sockaddr_in.sin_addr$offset());
        return length;
    }

    private static int writeInet6(Inet6Address host, int port, long address) {
        int length = begin(address, sockaddr_in6.layout().byteSize(), Linux.AF_INET6());
        NativeMemory.ALL.set(PORT, address + sockaddr_in6.sin6_port$offset(), (short) port);
        put(host.getAddress(), address + sockaddr_in6.sin6_addr$offset());
        NativeMemory.ALL.set(JAVA_INT_UNALIGNED, address + sockaddr_in6.sin6_scope_id$offset(), host.getScopeId());
        return length;
    }

    private static int writeUnix(String name, long address) {
        boolean isAbstract = name.startsWith("@");
        byte[] path = (isAbstract ? "\0" + name.substring(1) : name).getBytes(StandardCharsets.UTF_8);
        // A file's name ends with a NUL and an abstract one with its length; no name at all is the family alone.
        int length = path.length + (isAbstract || path.length == 0 ? 0 : 1);
        if (length > PATH_BYTES) {
            return IoError.NAME_TOO_LONG.result();
        }
        begin(address, PATH + length, Linux.AF_UNIX());
        put(path, address + PATH);
        return (int) PATH + length;
    }

    private static SocketAddress readUnix(long address, int length) {
        byte[] path = bytes(address + PATH, Math.min(length - (int) PATH, PATH_BYTES));
        if (path.length == 0) {
            return UnixDomainSocketAddress.of("");
        }
        boolean isAbstract = path[0] == 0;
        // Memory of the full size rather than an address' own length: a name then ends where a NUL does.
        boolean endsAtNul = !isAbstract || length >= BYTES_MAX;
        int from = isAbstract ? 1 : 0;
        int to = endsAtNul ? indexOfNul(path, from) : path.length;
        String name = new String(path, from, to - from, StandardCharsets.UTF_8);
        if (isAbstract) {
            return endsAtNul && to == from ? UnixDomainSocketAddress.of("") : unix("@" + name);
        }
        return unix(name.startsWith("@") ? "./" + name : name);
    }

    private static SocketAddress unix(String name) {
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

    private static int indexOfNul(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at;
    }

    /** Clears the memory, so that no field says what an earlier address did, and writes the family. */
    static int begin(long address, long length, int family) {
        NativeMemory.fill(address, length, (byte) 0);
        NativeMemory.ALL.set(JAVA_SHORT_UNALIGNED, address, (short) family);
        return (int) length;
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

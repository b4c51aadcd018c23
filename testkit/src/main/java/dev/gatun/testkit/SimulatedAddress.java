package dev.gatun.testkit;

import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A socket's address on a simulated machine. In memory it says itself how long it is: a byte for the family (4, 6,
 * 1), a byte for the length of a path, two for the port; then 4 bytes of INET4, or 16 and 4 of scope of INET6, or the
 * path.
 *
 * @param high the upper half of an INET6 address, else 0
 * @param low the lower half, or all of an INET4 address
 * @param path of the UNIX family, else empty; empty for one without a name, too
 */
record SimulatedAddress(Family family, long high, long low, int port, int scope, String path) {
    static final int PATH_BYTES_MAX = 108;
    static final int BYTES_MAX = 4 + PATH_BYTES_MAX;
    static final SimulatedAddress UNNAMED = new SimulatedAddress(Family.UNIX, 0, 0, 0, 0, "");

    /** Null when no socket here can have it: unresolved, or of a family unknown. */
    static @Nullable SimulatedAddress of(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return new SimulatedAddress(Family.UNIX, 0, 0, 0, 0, unix.getPath().toString());
        }
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(inet.getAddress().getAddress());
        if (bytes.remaining() == Integer.BYTES) {
            return new SimulatedAddress(Family.INET4, 0, bytes.getInt() & 0xFFFF_FFFFL, inet.getPort(), 0, "");
        }
        int scope = inet.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
        return new SimulatedAddress(Family.INET6, bytes.getLong(), bytes.getLong(), inet.getPort(), scope, "");
    }

    /** Null when it is none. */
    static @Nullable SimulatedAddress decode(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        if (from.remaining() < Integer.BYTES) {
            return null;
        }
        int family = from.get();
        int pathBytes = from.get() & 0xFF;
        int port = from.getShort() & 0xFFFF;
        return switch (family) {
            case 4 ->
                from.remaining() < Integer.BYTES
                        ? null
                        : new SimulatedAddress(Family.INET4, 0, from.getInt() & 0xFFFF_FFFFL, port, 0, "");
            case 6 ->
                from.remaining() < 2 * Long.BYTES + Integer.BYTES
                        ? null
                        : new SimulatedAddress(Family.INET6, from.getLong(), from.getLong(), port, from.getInt(), "");
            case 1 ->
                from.remaining() < pathBytes
                        ? null
                        : new SimulatedAddress(
                                Family.UNIX,
                                0,
                                0,
                                0,
                                0,
                                new String(bytes, from.position(), pathBytes, StandardCharsets.UTF_8));
            default -> null;
        };
    }

    static @Nullable SimulatedAddress read(MemorySegment memory, long address, int length) {
        byte[] bytes = new byte[Math.clamp(length, 0, BYTES_MAX)];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, address, bytes, 0, bytes.length);
        return decode(bytes);
    }

    /** Of a memory that was lent; null when it is none. */
    static @Nullable SimulatedAddress read(MemoryGuard memory) {
        byte[] bytes = new byte[(int) Math.min(memory.bytes(), BYTES_MAX)];
        memory.get(0, bytes, 0, bytes.length);
        return decode(bytes);
    }

    /** As much of it as there is room for. */
    void write(MemoryGuard memory) {
        byte[] bytes = encode();
        memory.put(0, bytes, 0, (int) Math.min(bytes.length, memory.bytes()));
    }

    /** Writes it and answers its length. */
    int write(MemorySegment memory, long address) {
        byte[] bytes = encode();
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, address, bytes.length);
        return bytes.length;
    }

    byte[] encode() {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        return switch (family) {
            case INET4 ->
                ByteBuffer.allocate(8)
                        .put((byte) 4)
                        .put((byte) 0)
                        .putShort((short) port)
                        .putInt((int) low)
                        .array();
            case INET6 ->
                ByteBuffer.allocate(24)
                        .put((byte) 6)
                        .put((byte) 0)
                        .putShort((short) port)
                        .putLong(high)
                        .putLong(low)
                        .putInt(scope)
                        .array();
            case UNIX ->
                ByteBuffer.allocate(4 + name.length)
                        .put((byte) 1)
                        .put((byte) name.length)
                        .putShort((short) 0)
                        .put(name)
                        .array();
        };
    }

    SocketAddress toSocketAddress() {
        if (family == Family.UNIX) {
            return UnixDomainSocketAddress.of(path);
        }
        try {
            byte[] bytes = family == Family.INET4
                    ? ByteBuffer.allocate(4).putInt((int) low).array()
                    : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            InetAddress host =
                    scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
            return new InetSocketAddress(host, port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // only a wrong length of the array is one
        }
    }

    boolean isWildcard() {
        return family != Family.UNIX && high == 0 && low == 0;
    }

    /** A multicast address: whoever has joined it is meant. */
    boolean isGroup() {
        return switch (family) {
            case INET4 -> low >>> 28 == 0xE;
            case INET6 -> high >>> 56 == 0xFF;
            case UNIX -> false;
        };
    }

    boolean isLoopback() {
        return switch (family) {
            case INET4 -> low >>> 24 == 127;
            case INET6 -> high == 0 && low == 1;
            case UNIX -> true;
        };
    }

    /** The machine has no other addresses than its loopback. */
    boolean isOfThisMachine() {
        return isWildcard() || isLoopback();
    }

    SimulatedAddress withPort(int another) {
        return new SimulatedAddress(family, high, low, another, scope, path);
    }

    /** What is sent to the wildcard arrives at the loopback. */
    SimulatedAddress destination() {
        return isWildcard() ? loopback(family).withPort(port) : this;
    }

    static SimulatedAddress loopback(Family family) {
        return switch (family) {
            case INET4 -> new SimulatedAddress(Family.INET4, 0, 0x7F00_0001L, 0, 0, "");
            case INET6 -> new SimulatedAddress(Family.INET6, 0, 1, 0, 0, "");
            case UNIX -> UNNAMED;
        };
    }
}

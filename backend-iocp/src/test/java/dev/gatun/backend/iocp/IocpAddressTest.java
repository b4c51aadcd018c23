package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IocpAddressTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(IocpAddress.BYTES_MAX, 8);
    private final MemorySegment other = Arena.ofAuto().allocate(IocpAddress.BYTES_MAX, 8);

    @Test
    void whatIsWrittenIsRead() {
        for (InetSocketAddress address : List.of(
                new InetSocketAddress("127.0.0.1", 7000),
                new InetSocketAddress("255.255.255.255", 65_535),
                new InetSocketAddress("::1", 7000),
                new InetSocketAddress("fe80::1%3", 1))) {
            int length = IocpAddress.write(address, memory.address());
            assertEquals(address, IocpAddress.read(memory.address(), length));
        }
    }

    /** Families differ from other systems', the rest is in network order. */
    @Test
    void theBytesAreWindows() {
        IocpAddress.write(new InetSocketAddress("1.2.3.4", 0x1234), memory.address());
        assertArrayEquals(
                new byte[] {2, 0, 0x12, 0x34, 1, 2, 3, 4}, Arrays.copyOf(memory.toArray(ValueLayout.JAVA_BYTE), 8));
        IocpAddress.write(new InetSocketAddress("::1", 0x1234), memory.address());
        assertArrayEquals(new byte[] {23, 0, 0x12, 0x34}, Arrays.copyOf(memory.toArray(ValueLayout.JAVA_BYTE), 4));
    }

    @Test
    void anIpv6SocketGetsIpv4InItsClothes() {
        InetSocketAddress address = new InetSocketAddress("10.1.2.3", 99);
        int length = IocpAddress.write(address, memory.address());
        int dressed = IocpAddress.copyFor(23, memory.address(), length, other.address());
        assertEquals(IocpAddress.INET6_BYTES, dressed);
        assertEquals(23, IocpAddress.family(other.address()));
        assertEquals(address, IocpAddress.read(other.address(), dressed), "and it is the same address");
        assertEquals(IocpAddress.INET4_BYTES, IocpAddress.copyFor(2, memory.address(), length, other.address()));
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertEquals(
                IoError.ADDRESS_FAMILY.result(),
                IocpAddress.write(UnixDomainSocketAddress.of("/tmp/x"), memory.address()));
        assertEquals(
                IoError.ADDRESS_FAMILY.result(),
                IocpAddress.write(InetSocketAddress.createUnresolved("nowhere", 1), memory.address()));
        memory.fill((byte) 0);
        assertThrows(IllegalArgumentException.class, () -> IocpAddress.read(memory.address(), 16));
        assertThrows(IllegalArgumentException.class, () -> IocpAddress.read(memory.address(), 0));
    }
}

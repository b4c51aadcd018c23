package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinuxAddressTest {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(LinuxAddress.BYTES_MAX).fill((byte) 0x55);
    private final long at = memory.address();

    @AfterEach
    void close() {
        arena.close();
    }

    private String written(SocketAddress address) {
        int length = LinuxAddress.write(address, at);
        return HexFormat.of().formatHex(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    private SocketAddress unixNamed(String hex, int length) {
        memory.fill((byte) 0);
        NativeMemory.ALL.set(ValueLayout.JAVA_SHORT, at, (short) Linux.AF_UNIX());
        MemorySegment name = MemorySegment.ofArray(HexFormat.of().parseHex(hex));
        MemorySegment.copy(name, 0, memory, 2, name.byteSize());
        return LinuxAddress.read(at, length);
    }

    @Test
    void anInet4AddressIsAsTheKernelWantsIt() {
        assertEquals("02001f90c0a80102" + "00".repeat(8), written(new InetSocketAddress("192.168.1.2", 8080)));
        assertEquals(new InetSocketAddress("192.168.1.2", 8080), LinuxAddress.read(at, 16));
        assertEquals(new InetSocketAddress("192.168.1.2", 8080), LinuxAddress.read(at, LinuxAddress.BYTES_MAX));
    }

    @Test
    void aPortAboveTheSignIsAPortToo() {
        written(new InetSocketAddress("127.0.0.1", 65_535));
        assertEquals(new InetSocketAddress("127.0.0.1", 65_535), LinuxAddress.read(at, 16));
    }

    @Test
    void anInet6AddressKeepsItsScope() throws UnknownHostException {
        byte[] host = HexFormat.of().parseHex("fe800000000000000000000000000001");
        InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, host, 3), 443);
        assertEquals("0a0001bb00000000fe800000000000000000000000000001" + "03000000", written(scoped));
        InetSocketAddress read = (InetSocketAddress) LinuxAddress.read(at, 28);
        assertEquals(scoped, read);
        assertEquals(3, ((Inet6Address) read.getAddress()).getScopeId());
    }

    @Test
    void anInet4PeerOfAnInet6SocketIsAnInet4One() throws UnknownHostException {
        written(new InetSocketAddress(InetAddress.getByName("::1"), 7));
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        MemorySegment.copy(mapped, 0, memory, ValueLayout.JAVA_BYTE, 8, mapped.length);
        assertEquals(new InetSocketAddress("127.0.0.1", 7), LinuxAddress.read(at, 28));
    }

    @Test
    void aPathEndsWithANul() {
        assertEquals("01002f612f6200", written(UnixDomainSocketAddress.of("/a/b")));
        assertEquals(UnixDomainSocketAddress.of("/a/b"), LinuxAddress.read(at, 7));
        assertEquals(UnixDomainSocketAddress.of("/a/b"), LinuxAddress.read(at, LinuxAddress.BYTES_MAX));
    }

    @Test
    void anAbstractNameEndsWithItsLength() {
        assertEquals("0100006162", written(UnixDomainSocketAddress.of("@ab")));
        assertEquals(UnixDomainSocketAddress.of("@ab"), LinuxAddress.read(at, 5));
    }

    @Test
    void aFileWhoseNameBeginsAsAnAbstractOneIsNotMistakenForIt() {
        assertEquals("01002e2f40610" + "0", written(UnixDomainSocketAddress.of("./@a")));
        assertEquals(UnixDomainSocketAddress.of("./@a"), unixNamed("406100", 5));
    }

    @Test
    void noNameIsNoName() {
        UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
        assertEquals("0100", written(unnamed));
        assertEquals(unnamed, LinuxAddress.read(at, 2));
        assertEquals(unnamed, LinuxAddress.read(at, 0));
        assertEquals(unnamed, unixNamed("00", LinuxAddress.BYTES_MAX));
    }

    @Test
    void aNameThatJavaCannotSpellIsReadAllTheSame() {
        assertEquals(UnixDomainSocketAddress.of("@a?b"), unixNamed("00610062", 6));
    }

    @Test
    void theLongestNamesFitAndLongerOnesAreRefused() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/" + "p".repeat(106));
        assertEquals(110, LinuxAddress.write(path, at));
        assertEquals(path, LinuxAddress.read(at, 110));
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of("@" + "n".repeat(107));
        assertEquals(110, LinuxAddress.write(name, at));
        assertEquals(name, LinuxAddress.read(at, 110));
        int tooLong = IoError.NAME_TOO_LONG.result();
        assertEquals(tooLong, LinuxAddress.write(UnixDomainSocketAddress.of("/" + "p".repeat(107)), at));
        assertEquals(tooLong, LinuxAddress.write(UnixDomainSocketAddress.of("@" + "n".repeat(108)), at));
    }

    @Test
    void aNameWithoutANulFillsTheField() {
        assertEquals(UnixDomainSocketAddress.of("p".repeat(108)), unixNamed("70".repeat(108), 111));
    }

    @Test
    void anUnresolvedHostHasNoAddress() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("gatun.invalid", 1);
        assertEquals(IoError.ADDRESS_FAMILY.result(), LinuxAddress.write(unresolved, at));
    }

    @Test
    void memoryWithoutAnAddressIsNamed() {
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> LinuxAddress.read(at, 16));
        assertTrue(thrown.toString().contains("family 21845"), thrown::toString);
        written(new InetSocketAddress("127.0.0.1", 1));
        assertThrows(IllegalArgumentException.class, () -> LinuxAddress.read(at, 8));
        assertThrows(IllegalArgumentException.class, () -> LinuxAddress.read(at, -1));
    }
}

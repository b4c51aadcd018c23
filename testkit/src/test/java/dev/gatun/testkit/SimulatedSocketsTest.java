package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedSocketsTest {
    private final SimulatedKernel kernel =
            new SimulatedKernel(1, Faults.none(), Limits.usual().with(Limit.HANDLES, 20));
    private final TestCore core = new TestCore(kernel);
    private final Sockets sockets = core.sockets;

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void addressesComeBackAsTheyWereWritten() throws UnknownHostException {
        byte[] global = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        for (SocketAddress address : List.of(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 65_535),
                new InetSocketAddress(InetAddress.getByAddress(global), 1),
                new InetSocketAddress(Inet6Address.getByAddress(null, global, 7), 80),
                UnixDomainSocketAddress.of("/run/größe"),
                UnixDomainSocketAddress.of(""))) {
            MemorySegment memory = core.memory(sockets.addressBytes());
            memory.fill((byte) -1);
            int length = sockets.writeAddress(address, memory.address());
            assertTrue(length > 0 && length <= sockets.addressBytes());
            assertEquals(address, sockets.readAddress(memory.address(), length));
            assertEquals(address, sockets.readAddress(memory.address(), sockets.addressBytes()));
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        long memory = core.memory(sockets.addressBytes()).address();
        assertEquals(
                IoError.ADDRESS_FAMILY.result(),
                sockets.writeAddress(InetSocketAddress.createUnresolved("gatun.dev", 1), memory));
        assertEquals(
                IoError.NAME_TOO_LONG.result(),
                sockets.writeAddress(UnixDomainSocketAddress.of("/" + "x".repeat(108)), memory));
        assertThrows(IllegalArgumentException.class, () -> sockets.readAddress(memory, 4));
        assertEquals(IoError.INVALID.result(), sockets.bind(core.datagramSocket(1), memory, 4));
    }

    @Test
    void portZeroIsTheNextFreeOne() {
        assertEquals(49_152, boundTo(0));
        assertEquals(49_153, boundTo(0));
        assertEquals(49_154, boundTo(49_154));
        assertEquals(49_155, boundTo(0));
    }

    @Test
    void aPortIsTakenUntilItsSocketIsClosed() {
        long first = core.listener(7000);
        long second = sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(IoError.ADDRESS_IN_USE.result(), bind(second, TestCore.loopback(7000)));
        assertEquals(IoError.ADDRESS_IN_USE.result(), bind(second, new InetSocketAddress("0.0.0.0", 7000)));
        core.datagramSocket(7000);
        assertEquals(0, sockets.close(first));
        assertEquals(0, bind(second, new InetSocketAddress("0.0.0.0", 7000)));
        assertEquals(IoError.INVALID.result(), bind(second, TestCore.loopback(7001)));
    }

    @Test
    void theWildcardIsReachedByTheLoopback() {
        long listener = sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(0, bind(listener, new InetSocketAddress("0.0.0.0", 7000)));
        assertEquals(0, sockets.listen(listener, 1));
        long client = sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals("0", core.call(core.connect(client, 7000)).outcome());
        MemorySegment memory = core.memory(sockets.addressBytes());
        int length = sockets.peerAddress(client, memory.address());
        assertEquals(TestCore.loopback(7000), sockets.readAddress(memory.address(), length));
    }

    @Test
    void onlyTheLoopbackIsOfThisMachine() throws UnknownHostException {
        long socket = sockets.open(Family.INET4, Sockets.Type.STREAM);
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 80);
        assertEquals(IoError.ADDRESS_NOT_AVAILABLE.result(), bind(socket, elsewhere));
        TestOperation connect = TestOperation.of(OperationKind.CONNECT, socket).peer(core.address(elsewhere));
        assertEquals("NETWORK_UNREACHABLE", core.call(connect).outcome());
        assertEquals(IoError.ADDRESS_FAMILY.result(), bind(socket, UnixDomainSocketAddress.of("/x")));
        byte[] loopback = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        long six = sockets.open(Family.INET6, Sockets.Type.STREAM);
        assertEquals(0, bind(six, new InetSocketAddress(InetAddress.getByAddress(loopback), 80)));
    }

    @Test
    void aSocketWithoutAPeerSaysSo() {
        long socket = sockets.open(Family.INET4, Sockets.Type.STREAM);
        MemorySegment memory = core.memory(sockets.addressBytes());
        assertEquals(IoError.NOT_CONNECTED.result(), sockets.peerAddress(socket, memory.address()));
        int length = sockets.localAddress(socket, memory.address());
        assertEquals(new InetSocketAddress("0.0.0.0", 0), sockets.readAddress(memory.address(), length));
        assertEquals(IoError.BAD_HANDLE.result(), sockets.localAddress(999, memory.address()));
        assertEquals(IoError.BAD_HANDLE.result(), sockets.listen(999, 1));
    }

    @Test
    void handlesRunOutAndComeBack() {
        long last = 0;
        for (int i = 0; i < 20; i++) {
            last = sockets.open(Family.INET4, Sockets.Type.DATAGRAM);
            assertTrue(last > 0);
        }
        assertEquals(IoError.TOO_MANY_HANDLES.result(), sockets.open(Family.INET4, Sockets.Type.STREAM));
        sockets.close(last);
        assertEquals(last + 1, sockets.open(Family.INET4, Sockets.Type.STREAM));
    }

    @Test
    void aSocketInUseIsNotClosedAtOnce() {
        long socket = core.datagramSocket(6000);
        core.submit(core.receive(socket, core.memory(1)));
        Failing.expect("RECEIVE on " + socket, () -> sockets.close(socket));
    }

    private int boundTo(int port) {
        long socket = sockets.open(Family.INET4, Sockets.Type.DATAGRAM);
        assertEquals(0, bind(socket, TestCore.loopback(port)));
        MemorySegment memory = core.memory(sockets.addressBytes());
        int length = sockets.localAddress(socket, memory.address());
        return ((InetSocketAddress) sockets.readAddress(memory.address(), length)).getPort();
    }

    private int bind(long handle, SocketAddress address) {
        MemorySegment memory = core.address(address);
        return sockets.bind(handle, memory.address(), (int) memory.byteSize());
    }
}

package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxSocketsTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

    private final LinuxGround ground = new LinuxGround();
    private final LinuxSockets sockets = ground.sockets;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        ground.close();
    }

    private SocketAddress listening(Family family, SocketAddress at) {
        long listener = ground.open(family, Sockets.Type.STREAM);
        assertEquals(0, ground.bind(listener, at));
        assertEquals(0, sockets.listen(listener, 16));
        SocketAddress local = ground.local(listener);
        long client = ground.open(family, Sockets.Type.STREAM);
        long address = ground.address();
        int length = sockets.writeAddress(local, address);
        long connected = ground.calls.waiting(Syscalls.__NR_connect(), client, address, length);
        assertTrue(connected == 0 || connected == -Linux.EINPROGRESS(), () -> "connect: " + connected);
        assertEquals(local, sockets.readAddress(address, sockets.peerAddress(client, address)));
        return local;
    }

    @Test
    void anInet4ListenerIsFoundWhereItSays() {
        InetSocketAddress local = (InetSocketAddress) listening(Family.INET4, LOOPBACK);
        assertEquals(LOOPBACK.getAddress(), local.getAddress());
        assertNotEquals(0, local.getPort());
    }

    @Test
    void anInet6ListenerIsFoundWhereItSays() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 in this kernel");
        InetSocketAddress wanted = new InetSocketAddress("::1", 0);
        InetSocketAddress local = (InetSocketAddress) listening(Family.INET6, wanted);
        assertEquals(wanted.getAddress(), local.getAddress());
    }

    @Test
    void aUnixListenerIsFoundUnderItsPath() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("socket"));
        assertEquals(path, listening(Family.UNIX, path));
        assertTrue(Files.exists(path.getPath()));
    }

    @Test
    void anAbstractUnixListenerIsFoundAndNoFileIsMade() {
        UnixDomainSocketAddress name =
                UnixDomainSocketAddress.of("@gatun-" + ProcessHandle.current().pid() + "-test");
        assertEquals(name, listening(Family.UNIX, name));
        assertTrue(Files.notExists(name.getPath()));
    }

    @Test
    void theKernelChoosesAnAbstractNameForOneThatHasNone() {
        long socket = ground.open(Family.UNIX, Sockets.Type.DATAGRAM);
        assertEquals(UnixDomainSocketAddress.of(""), ground.local(socket));
        assertEquals(0, ground.bind(socket, UnixDomainSocketAddress.of("")));
        String name = ground.local(socket).toString();
        assertTrue(name.matches("@[0-9a-f]{5}"), name);
    }

    @Test
    void socketsDoNotBlockAndAreClosedInChildren() {
        for (Family family : new Family[] {Family.INET4, Family.UNIX}) {
            for (Sockets.Type type : Sockets.Type.values()) {
                long socket = ground.open(family, type);
                long status = ground.calls.immediate(Syscalls.__NR_fcntl(), socket, Linux.F_GETFL(), 0);
                assertEquals(Linux.O_NONBLOCK(), status & Linux.O_NONBLOCK());
                long descriptor = ground.calls.immediate(Syscalls.__NR_fcntl(), socket, Linux.F_GETFD(), 0);
                assertEquals(Linux.FD_CLOEXEC(), descriptor);
            }
        }
    }

    @Test
    void aStreamSocketMayHaveAPortWhoseOldConnectionsLinger() {
        assertEquals(1, reuse(ground.open(Family.INET4, Sockets.Type.STREAM)));
        assertEquals(0, reuse(ground.open(Family.INET4, Sockets.Type.DATAGRAM)));
    }

    private int reuse(long socket) {
        long word = ground.address();
        NativeMemory.ALL.set(ValueLayout.JAVA_INT, word + 8, 4);
        assertEquals(
                0,
                ground.calls.immediate(
                        Syscalls.__NR_getsockopt(),
                        socket,
                        Linux.SOL_SOCKET(),
                        Linux.SO_REUSEADDR(),
                        word,
                        word + 8,
                        0));
        return NativeMemory.ALL.get(ValueLayout.JAVA_INT, word);
    }

    @Test
    void aPortThatIsListenedOnIsInUse() {
        SocketAddress taken = listening(Family.INET4, LOOPBACK);
        long second = ground.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(IoError.ADDRESS_IN_USE.result(), ground.bind(second, taken));
    }

    @Test
    void aPathThatIsThereIsInUse() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("socket"));
        assertEquals(0, ground.bind(ground.open(Family.UNIX, Sockets.Type.DATAGRAM), path));
        assertEquals(
                IoError.ADDRESS_IN_USE.result(), ground.bind(ground.open(Family.UNIX, Sockets.Type.DATAGRAM), path));
    }

    @Test
    void anotherMachinesAddressIsNotAvailable() {
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        InetSocketAddress documentation = new InetSocketAddress("198.51.100.7", 0);
        assertEquals(IoError.ADDRESS_NOT_AVAILABLE.result(), ground.bind(socket, documentation));
    }

    @Test
    void anAddressOfAnotherFamilyIsRefusedAsSuch() {
        int wrong = IoError.ADDRESS_FAMILY.result();
        InetSocketAddress inet6 = new InetSocketAddress("::1", 0);
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("socket"));
        assertEquals(wrong, ground.bind(ground.open(Family.INET4, Sockets.Type.STREAM), inet6));
        assertEquals(wrong, ground.bind(ground.open(Family.INET4, Sockets.Type.STREAM), path));
        assertEquals(wrong, ground.bind(ground.open(Family.UNIX, Sockets.Type.STREAM), LOOPBACK));
        if (Files.exists(Path.of("/proc/net/if_inet6"))) {
            assertEquals(wrong, ground.bind(ground.open(Family.INET6, Sockets.Type.STREAM), LOOPBACK));
        }
    }

    @Test
    void bindingTwiceIsInvalid() {
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(0, ground.bind(socket, LOOPBACK));
        assertEquals(IoError.INVALID.result(), ground.bind(socket, LOOPBACK));
    }

    @Test
    void whoIsNotConnectedHasNoPeer() {
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(IoError.NOT_CONNECTED.result(), sockets.peerAddress(socket, ground.address()));
    }

    @Test
    void aClosedHandleIsBad() {
        long socket = sockets.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(0, sockets.close(socket));
        int bad = IoError.BAD_HANDLE.result();
        assertEquals(bad, sockets.close(-1));
        assertEquals(bad, sockets.listen(-1, 1));
        assertEquals(bad, sockets.localAddress(-1, ground.address()));
        assertEquals(bad, ground.bind(-1, LOOPBACK));
    }
}

package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Each option, set through the SPI and read back from the kernel, by the SPI and past it. */
class LinuxOptionsTest {
    private final LinuxGround ground = new LinuxGround();
    private final LinuxSockets sockets = ground.sockets;

    /** One value for each numeric option of a listener that no kernel has by default, and that takes no privilege. */
    private static final Map<SocketOption, Long> UNUSUAL = new EnumMap<>(Map.ofEntries(
            Map.entry(SocketOption.NO_DELAY, 1L),
            Map.entry(SocketOption.REUSE_PORT, 1L),
            Map.entry(SocketOption.REUSE_ADDRESS, 1L),
            Map.entry(SocketOption.RECEIVE_BUFFER_BYTES, 70_000L),
            Map.entry(SocketOption.SEND_BUFFER_BYTES, 80_000L),
            Map.entry(SocketOption.TRAFFIC_CLASS, 0xB8L),
            Map.entry(SocketOption.HOP_LIMIT, 33L),
            Map.entry(SocketOption.KEEP_ALIVE, 1L),
            Map.entry(SocketOption.KEEP_ALIVE_IDLE_SECONDS, 61L),
            Map.entry(SocketOption.KEEP_ALIVE_INTERVAL_SECONDS, 7L),
            Map.entry(SocketOption.KEEP_ALIVE_PROBES, 3L),
            Map.entry(SocketOption.USER_TIMEOUT_MILLIS, 12_345L),
            Map.entry(SocketOption.NOT_SENT_LOW_WATER_BYTES, 16_384L),
            Map.entry(SocketOption.LINGER_SECONDS, 0L),
            Map.entry(SocketOption.PRIORITY, 3L),
            Map.entry(SocketOption.INCOMING_CPU, 1000L)));

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void eachIsReadBackAsItWasSet() {
        for (Family family : families()) {
            long socket = ground.open(family, Sockets.Type.STREAM);
            UNUSUAL.forEach((option, value) -> {
                String what = family + " " + option;
                if (option != SocketOption.REUSE_ADDRESS) { // that one every stream socket here has from the start
                    assertNotEquals(value, sockets.option(socket, option), what + " before");
                }
                assertEquals(0, sockets.setOption(socket, option, value), what);
                assertEquals(value, sockets.option(socket, option), what);
            });
        }
    }

    @Test
    void theKernelSaysTheSamePastUs() {
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        UNUSUAL.forEach((option, value) -> assertEquals(0, sockets.setOption(socket, option, value)));
        assertEquals(1, raw(socket, Linux.SOL_TCP(), Linux.TCP_NODELAY()));
        assertEquals(140_000, raw(socket, Linux.SOL_SOCKET(), Linux.SO_RCVBUF()), "twice, as the kernel counts");
        assertEquals(160_000, raw(socket, Linux.SOL_SOCKET(), Linux.SO_SNDBUF()));
        assertEquals(0xB8, raw(socket, Linux.SOL_IP(), Linux.IP_TOS()));
        assertEquals(33, raw(socket, Linux.SOL_IP(), Linux.IP_TTL()));
        assertEquals(12_345, raw(socket, Linux.SOL_TCP(), Linux.TCP_USER_TIMEOUT()));
    }

    @Test
    void anInet6SocketHasBothItsFamilysOptions() {
        Assumptions.assumeTrue(hasInet6(), "no IPv6 in this kernel");
        long socket = ground.open(Family.INET6, Sockets.Type.STREAM);
        assertEquals(0, sockets.setOption(socket, SocketOption.TRAFFIC_CLASS, 0x48));
        assertEquals(0, sockets.setOption(socket, SocketOption.HOP_LIMIT, 44));
        assertEquals(0x48, raw(socket, Linux.SOL_IPV6(), Linux.IPV6_TCLASS()));
        assertEquals(0x48, raw(socket, Linux.SOL_IP(), Linux.IP_TOS()));
        assertEquals(44, raw(socket, Linux.SOL_IPV6(), Linux.IPV6_UNICAST_HOPS()));
        assertEquals(44, raw(socket, Linux.SOL_IP(), Linux.IP_TTL()));
        for (long only = 0; only <= 1; only++) {
            assertEquals(0, sockets.setOption(socket, SocketOption.IPV6_ONLY, only));
            assertEquals(only, sockets.option(socket, SocketOption.IPV6_ONLY));
        }
    }

    @Test
    void whatAnAcceptedConnectionInheritsIsAsSaid() {
        for (Family family : families()) {
            long listener = ground.open(family, Sockets.Type.STREAM);
            UNUSUAL.forEach((option, value) -> assertEquals(0, sockets.setOption(listener, option, value)));
            long accepted = connect(listener, family).getLast();
            UNUSUAL.forEach((option, value) -> assertEquals(
                    LinuxOptions.isInherited(option),
                    sockets.option(accepted, option) == value,
                    () -> family + " " + option + " is " + sockets.option(accepted, option)));
        }
    }

    @Test
    void quickAcknowledgementsAreForgottenAndSetAgain() {
        long listener = ground.open(Family.INET4, Sockets.Type.STREAM);
        List<Long> ends = connect(listener, Family.INET4);
        long socket = ends.getFirst();
        assertFalse(LinuxOptions.isInherited(SocketOption.QUICK_ACK));
        assertEquals(0, sockets.setOption(socket, SocketOption.QUICK_ACK, 0));
        assertEquals(0, sockets.option(socket, SocketOption.QUICK_ACK));
        assertEquals(0, sockets.setOption(socket, SocketOption.QUICK_ACK, 1));
        assertEquals(1, sockets.option(socket, SocketOption.QUICK_ACK));
    }

    @Test
    void textsAreReadBack() {
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals("", sockets.textOption(socket, SocketOption.DEVICE));
        assertEquals(0, sockets.setOption(socket, SocketOption.CONGESTION_CONTROL, "reno"));
        assertEquals("reno", sockets.textOption(socket, SocketOption.CONGESTION_CONTROL));
        assertEquals(0, sockets.setOption(socket, SocketOption.DEVICE, "lo"));
        assertEquals("lo", sockets.textOption(socket, SocketOption.DEVICE));
    }

    @Test
    void whatIsNotThereSaysWhichAndWhy() {
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        long unix = ground.open(Family.UNIX, Sockets.Type.STREAM);
        assertError(IoError.NOT_FOUND, sockets.setOption(socket, SocketOption.DEVICE, "no-such-one"));
        assertError(IoError.NOT_FOUND, sockets.setOption(socket, SocketOption.CONGESTION_CONTROL, "no-such-one"));
        assertError(IoError.NOT_SUPPORTED, sockets.setOption(unix, SocketOption.NO_DELAY, 1));
        assertError(IoError.NOT_SUPPORTED, sockets.setOption(socket, SocketOption.IPV6_ONLY, 1));
        assertError(IoError.BAD_HANDLE, sockets.setOption(1_000_000, SocketOption.NO_DELAY, 1));
        assertError(IoError.BAD_HANDLE, (int) sockets.option(1_000_000, SocketOption.NO_DELAY));
        assertTrue(sockets.optionRemedy(SocketOption.MARK, IoError.PERMISSION).contains("CAP_NET_ADMIN"));
        assertTrue(sockets.optionRemedy(SocketOption.RECEIVE_BUFFER_BYTES, null).contains("net.core.rmem_max"));
    }

    @Test
    void aBufferBeyondTheLimitIsTheLimit() throws Exception {
        long limit = Long.parseLong(
                Files.readAllLines(Path.of("/proc/sys/net/core/rmem_max")).getFirst());
        Assumptions.assumeTrue(limit < 1 << 29, "net.core.rmem_max is beyond all bounds");
        long socket = ground.open(Family.INET4, Sockets.Type.STREAM);
        assertEquals(0, sockets.setOption(socket, SocketOption.RECEIVE_BUFFER_BYTES, limit + 1000));
        assertEquals(limit, sockets.option(socket, SocketOption.RECEIVE_BUFFER_BYTES));
    }

    @Test
    void everyOptionIsKnown() {
        long socket = ground.open(hasInet6() ? Family.INET6 : Family.INET4, Sockets.Type.STREAM);
        for (SocketOption option : SocketOption.values()) {
            boolean isOfDatagrams = option.compareTo(SocketOption.BROADCAST) >= 0; // their contract sees to those
            if (option.isText() || isOfDatagrams || (!hasInet6() && option == SocketOption.IPV6_ONLY)) {
                continue;
            }
            long read = sockets.option(socket, option);
            boolean isSetOnly = option == SocketOption.BUSY_POLL_BUDGET; // the kernel does not tell that one
            assertTrue(read >= 0 || isSetOnly || isOfPolling(option), () -> option + ": " + IoError.of((int) read));
        }
    }

    private static boolean isOfPolling(SocketOption option) {
        return option == SocketOption.BUSY_POLL_MICROS || option == SocketOption.PREFER_BUSY_POLL;
    }

    private static void assertError(IoError expected, int result) {
        assertEquals(expected.result(), result);
    }

    private static boolean hasInet6() {
        return Files.exists(Path.of("/proc/net/if_inet6"));
    }

    private static List<Family> families() {
        List<Family> families = new ArrayList<>(List.of(Family.INET4));
        if (hasInet6()) {
            families.add(Family.INET6);
        }
        return families;
    }

    /** A client that is connected to the listener, and what that accepted. */
    private List<Long> connect(long listener, Family family) {
        assertEquals(0, ground.bind(listener, new InetSocketAddress(family == Family.INET4 ? "127.0.0.1" : "::1", 0)));
        assertEquals(0, sockets.listen(listener, 16));
        long client = ground.open(family, Sockets.Type.STREAM);
        long address = ground.address();
        int length = sockets.localAddress(listener, address);
        long connected = ground.calls.waiting(Syscalls.__NR_connect(), client, address, length);
        assertTrue(connected == 0 || connected == -Linux.EINPROGRESS(), () -> "connect: " + connected);
        long accepted = ground.calls.waiting(Syscalls.__NR_accept4(), listener, 0, 0);
        assertTrue(accepted >= 0, () -> "accept: " + accepted);
        ground.own(accepted);
        return List.of(client, accepted);
    }

    private int raw(long handle, int level, int name) {
        MemorySegment memory = ground.arena.allocate(2 * Integer.BYTES, Integer.BYTES);
        memory.set(ValueLayout.JAVA_INT, Integer.BYTES, Integer.BYTES);
        long address = memory.address();
        assertEquals(
                0,
                ground.calls.waiting(
                        Syscalls.__NR_getsockopt(), handle, level, name, address, address + Integer.BYTES, 0));
        return memory.get(ValueLayout.JAVA_INT, 0);
    }
}

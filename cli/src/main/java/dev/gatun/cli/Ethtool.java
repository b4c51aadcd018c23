package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Asks a network device by ioctl, as ethtool(8) does; what is asked changes nothing, and needs no privilege. Numbers
 * and layouts are those of linux/ethtool.h and linux/sockios.h, which never change. One thread; close it.
 */
final class Ethtool implements AutoCloseable {
    private static final int SIOCETHTOOL = 0x8946;
    private static final int GET_DRIVER = 0x03;
    private static final int GET_RINGS = 0x10;
    private static final int GET_SEGMENTATION = 0x1e;
    private static final int GET_GENERIC_RECEIVE = 0x2b;
    private static final int GET_TIMESTAMPING = 0x41;

    /** struct ifreq: the name, then a pointer. */
    private static final int REQUEST_BYTES = 40;

    private static final int NAME_BYTES = 16;
    private static final int ANSWER_BYTES = 256;

    /** struct ethtool_drvinfo: cmd, then texts of 32 bytes: the driver, versions, and where on which bus it is. */
    private static final int DRIVER = 4;

    private static final int BUS = 100;

    /** struct ethtool_ringparam: cmd, then what there may be at most and what there is, for four kinds each. */
    private static final int RX_RING_MAX = 4;

    private static final int RX_RING = 20;

    /** struct ethtool_ts_info: cmd, so_timestamping, … */
    private static final int TIMESTAMPING = 4;

    /** SOF_TIMESTAMPING_RX_HARDWARE and SOF_TIMESTAMPING_RAW_HARDWARE. */
    private static final int HARDWARE_RECEIVE = 1 << 2 | 1 << 6;

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
    private final MemorySegment answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
    private final long socket;

    Ethtool() {
        socket = calls.immediate(Syscalls.__NR_socket(), Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
    }

    private boolean ask(String device, int command) {
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        if (socket < 0 || name.length >= NAME_BYTES) {
            return false;
        }
        request.fill((byte) 0);
        answer.fill((byte) 0);
        MemorySegment.copy(name, 0, request, JAVA_BYTE, 0, name.length);
        request.set(JAVA_LONG, NAME_BYTES, answer.address());
        answer.set(JAVA_INT, 0, command);
        return calls.immediate(Syscalls.__NR_ioctl(), socket, SIOCETHTOOL, request.address()) >= 0;
    }

    /** "virtual": it is on no bus, or none that is told. */
    String driver(String device) {
        boolean isTold = ask(device, GET_DRIVER) && !answer.getString(BUS).isEmpty();
        return isTold ? answer.getString(DRIVER) : "virtual";
    }

    /** "256 of 4096 places"; empty: the device does not tell. */
    String receiveRing(String device) {
        return ask(device, GET_RINGS) && answer.get(JAVA_INT, RX_RING_MAX) > 0
                ? answer.get(JAVA_INT, RX_RING) + " of " + answer.get(JAVA_INT, RX_RING_MAX) + " places"
                : "";
    }

    /** -1: not told; else 0 or 1. */
    int segmentation(String device) {
        return flag(device, GET_SEGMENTATION);
    }

    /** -1: not told; else 0 or 1. */
    int genericReceive(String device) {
        return flag(device, GET_GENERIC_RECEIVE);
    }

    private int flag(String device, int command) {
        return ask(device, command) ? Math.min(1, answer.get(JAVA_INT, 4)) : -1;
    }

    /** -1: not told; 1: the device says when it got a packet. */
    int hardwareTimes(String device) {
        if (!ask(device, GET_TIMESTAMPING)) {
            return -1;
        }
        return (answer.get(JAVA_INT, TIMESTAMPING) & HARDWARE_RECEIVE) == HARDWARE_RECEIVE ? 1 : 0;
    }

    @Override
    public void close() {
        if (socket >= 0) {
            calls.immediate(Syscalls.__NR_close(), socket);
        }
        arena.close();
    }
}

package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdDevices;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdIfData;
import dev.gatun.bindings.kqueue.Ifaddrs;
import dev.gatun.bindings.kqueue.MacosIfData;
import dev.gatun.bindings.kqueue.Sockaddr;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Network devices of macOS or FreeBSD: those which getifaddrs(3) tells an address of the link of. One use, one thread.
 */
final class BsdDeviceChecks {
    private final BsdSystem system;

    BsdDeviceChecks(BsdSystem system) {
        this.system = system;
    }

    /** {@code only}: this one; null: all, by name. */
    List<Device> all(@Nullable String only) {
        List<Device> devices = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            BsdCalls calls = system.calls(arena);
            MemorySegment first = arena.allocate(JAVA_LONG);
            long answer = calls.waiting(BsdFunction.GETIFADDRS, first.address(), 0, 0);
            if (answer < 0) {
                throw new IllegalStateException("getifaddrs answered errno " + -answer);
            }
            long head = first.get(JAVA_LONG, 0);
            try {
                for (long at = head; at != 0; at = NativeMemory.ALL.get(JAVA_LONG, at + Ifaddrs.IFA_NEXT)) {
                    String name = NativeMemory.string(NativeMemory.ALL.get(JAVA_LONG, at + Ifaddrs.IFA_NAME));
                    if (isOfLink(at) && (only == null || only.equals(name))) {
                        devices.add(device(name, at));
                    }
                }
            } finally {
                calls.waiting(BsdFunction.FREEIFADDRS, head, 0, 0);
            }
        }
        devices.sort(Comparator.comparing(Device::name));
        return devices;
    }

    private static boolean isOfLink(long at) {
        long address = NativeMemory.ALL.get(JAVA_LONG, at + Ifaddrs.IFA_ADDR);
        return address != 0 && NativeMemory.ALL.get(JAVA_BYTE, address + Sockaddr.SA_FAMILY) == BsdDevices.AF_LINK;
    }

    private Device device(String name, long at) {
        return new Device(
                name,
                driver(name),
                List.of(
                        link(at),
                        untold("queues", "netstat -Q"),
                        untold("segmentation", "ifconfig " + name),
                        untold("coalescing", "ifconfig " + name),
                        Feature.read("hardware-times", State.UNKNOWN, "the system does not tell", null),
                        Feature.read("xdp", State.NO, system.name() + " has none", null)));
    }

    private static Feature untold(String name, String command) {
        return Feature.read(name, State.UNKNOWN, "not asked for; " + command + " shows it", null);
    }

    /** FreeBSD names a device after its driver, and hardware is known under that name; macOS does not tell. */
    private String driver(String device) {
        if (system.isMacos()) {
            return device.startsWith("en") ? "untold" : "virtual";
        }
        int unit = device.length();
        while (unit > 0 && Character.isDigit(device.charAt(unit - 1))) {
            unit--;
        }
        String name = device.substring(0, unit);
        String told = system.text("dev." + name + "." + device.substring(unit) + ".%driver");
        return told.isEmpty() ? "virtual" : told;
    }

    private Feature link(long at) {
        int flags = NativeMemory.ALL.get(JAVA_INT, at + Ifaddrs.IFA_FLAGS);
        int both = BsdDevices.IFF_UP | BsdDevices.IFF_RUNNING;
        boolean isUp = (flags & both) == both;
        long data = NativeMemory.ALL.get(JAVA_LONG, at + Ifaddrs.IFA_DATA);
        if (data == 0) {
            return Feature.read("link", isUp ? State.YES : State.NO, isUp ? "up" : "down", null);
        }
        int mtu;
        long bits;
        if (system.isMacos()) {
            mtu = NativeMemory.ALL.get(JAVA_INT, data + MacosIfData.IFI_MTU);
            bits = Integer.toUnsignedLong(NativeMemory.ALL.get(JAVA_INT, data + MacosIfData.IFI_BAUDRATE));
        } else {
            mtu = NativeMemory.ALL.get(JAVA_INT, data + FreebsdIfData.IFI_MTU);
            bits = NativeMemory.ALL.get(JAVA_LONG, data + FreebsdIfData.IFI_BAUDRATE);
            isUp &= NativeMemory.ALL.get(JAVA_BYTE, data + FreebsdIfData.IFI_LINK_STATE) != BsdDevices.LINK_STATE_DOWN;
        }
        return Feature.read(
                "link",
                isUp ? State.YES : State.NO,
                (isUp ? "up" : "down") + ", MTU " + mtu + (bits > 0 ? ", " + bits / 1_000_000 + " Mbit/s" : ""),
                null);
    }
}

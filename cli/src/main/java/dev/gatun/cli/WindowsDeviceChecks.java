package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.IpAdapterAddresses;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsMachineConstants;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Network devices of Windows, under the names that its control panel has. One use, one thread. */
final class WindowsDeviceChecks {
    private static final int ROOM_BYTES = 256 << 10;
    private static final int FLAGS = WindowsMachineConstants.GAA_FLAG_SKIP_UNICAST
            | WindowsMachineConstants.GAA_FLAG_SKIP_ANYCAST
            | WindowsMachineConstants.GAA_FLAG_SKIP_MULTICAST
            | WindowsMachineConstants.GAA_FLAG_SKIP_DNS_SERVER;

    private final WindowsSession session;
    private int error;

    WindowsDeviceChecks(WindowsSession session) {
        this.session = session;
    }

    /** Why none were told; 0: they were. */
    int error() {
        return error;
    }

    /** {@code only}: this one; null: all, by name. */
    List<Device> all(@Nullable String only) {
        MemorySegment room = session.memory(ROOM_BYTES);
        MemorySegment length = session.memory(Integer.BYTES);
        length.set(JAVA_INT, 0, ROOM_BYTES);
        error = (int)
                session.call("iphlpapi.dll", "GetAdaptersAddresses", 0, FLAGS, 0, room.address(), length.address());
        if (error != WindowsErrors.ERROR_SUCCESS) {
            return List.of();
        }
        List<Device> devices = new ArrayList<>();
        for (long at = room.address(); at != 0; at = word(at + IpAdapterAddresses.NEXT)) {
            String name = WindowsSession.wide(word(at + IpAdapterAddresses.FRIENDLY_NAME));
            if (only == null || only.equals(name)) {
                devices.add(device(name, at));
            }
        }
        devices.sort(Comparator.comparing(Device::name));
        return devices;
    }

    private static long word(long address) {
        return NativeMemory.ALL.get(JAVA_LONG, address);
    }

    private static Device device(String name, long at) {
        int type = NativeMemory.ALL.get(JAVA_INT, at + IpAdapterAddresses.IF_TYPE);
        boolean isVirtual = type == WindowsMachineConstants.IF_TYPE_SOFTWARE_LOOPBACK
                || type == WindowsMachineConstants.IF_TYPE_TUNNEL;
        String description = WindowsSession.wide(word(at + IpAdapterAddresses.DESCRIPTION));
        return new Device(
                name,
                isVirtual ? "virtual" : description,
                List.of(
                        link(at),
                        untold("queues", "Get-NetAdapterRss", name),
                        untold("segmentation", "Get-NetAdapterLso", name),
                        untold("coalescing", "Get-NetAdapterRsc", name),
                        untold("hardware-times", "Get-NetAdapterAdvancedProperty", name),
                        Feature.read("xdp", State.UNKNOWN, "a driver of its own would do it: XDP for Windows", null)));
    }

    private static Feature untold(String name, String command, String device) {
        return Feature.read(name, State.UNKNOWN, "not asked for; " + command + " '" + device + "' shows it", null);
    }

    private static Feature link(long at) {
        boolean isUp = NativeMemory.ALL.get(JAVA_INT, at + IpAdapterAddresses.OPER_STATUS)
                == WindowsMachineConstants.IfOperStatusUp;
        long mtu = Integer.toUnsignedLong(NativeMemory.ALL.get(JAVA_INT, at + IpAdapterAddresses.MTU));
        long bits = word(at + IpAdapterAddresses.RECEIVE_LINK_SPEED);
        return Feature.read(
                "link",
                isUp ? State.YES : State.NO,
                (isUp ? "up" : "down") + ", MTU " + mtu + (bits > 0 ? ", " + bits / 1_000_000 + " Mbit/s" : ""),
                null);
    }
}

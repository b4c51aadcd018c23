package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.linux.Netlink;
import dev.gatun.bindings.linux.genlmsghdr;
import dev.gatun.bindings.linux.ifinfomsg;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The network devices of this process' own network namespace by name, as the kernel tells anybody: whether they are up,
 * and what they do with XDP. What /sys shows may be another namespace's.
 *
 * @param problem the name of the error by which the kernel refused to tell; empty: it told
 */
record NetworkLinks(Map<String, Link> devices, String problem) {
    /** Who runs a program that is attached. */
    enum Attached {
        NONE,
        KERNEL,
        DRIVER,
        DEVICE,
        SEVERAL
    }

    /** What the driver would do; kernels before 6.3 do not tell. */
    enum Offer {
        UNTOLD,
        NOTHING,
        PROGRAMS,
        PROGRAMS_AND_ZERO_COPY
    }

    /** {@code isUp}: it is switched on, and nothing says that its cable or its other end is missing. */
    record Link(int index, boolean isUp, int mtu, Attached attached, Offer offer) {}

    private static final int LINK_START = (int) ifinfomsg.sizeof();
    private static final int GENERIC_START = (int) genlmsghdr.sizeof();

    static NetworkLinks ask() {
        try (Arena arena = Arena.ofConfined();
                NetlinkSocket socket = new NetlinkSocket(arena, Netlink.NETLINK_ROUTE())) {
            Map<Integer, Offer> offers = offers(arena);
            Map<String, Link> devices = new TreeMap<>();
            MemorySegment every = arena.allocate(LINK_START);
            long answer = socket.ask(
                    Netlink.RTM_GETLINK(),
                    Netlink.NLM_F_DUMP(),
                    every,
                    LINK_START,
                    message -> devices.put(name(message.attributes()), link(message, offers)));
            return answer < 0 ? new NetworkLinks(Map.of(), ErrorNumbers.name(answer)) : new NetworkLinks(devices, "");
        }
    }

    private static Link link(NetlinkSocket.Message message, Map<Integer, Offer> offers) {
        int index = ifinfomsg.ifi_index(message.start());
        boolean isOn = (ifinfomsg.ifi_flags(message.start()) & Netlink.IFF_UP()) != 0;
        MemorySegment state = message.attributes().get(Netlink.IFLA_OPERSTATE());
        int operates = state == null ? Netlink.IF_OPER_UNKNOWN() : state.get(JAVA_BYTE, 0);
        MemorySegment mtu = message.attributes().get(Netlink.IFLA_MTU());
        return new Link(
                index,
                isOn && (operates == Netlink.IF_OPER_UP() || operates == Netlink.IF_OPER_UNKNOWN()),
                mtu == null ? 0 : mtu.get(JAVA_INT_UNALIGNED, 0),
                attached(message.attributes()),
                offers.getOrDefault(index, Offer.UNTOLD));
    }

    private static String name(Map<Integer, MemorySegment> attributes) {
        MemorySegment name = attributes.get(Netlink.IFLA_IFNAME());
        return name == null ? "" : name.getString(0, StandardCharsets.UTF_8);
    }

    private static Attached attached(Map<Integer, MemorySegment> attributes) {
        MemorySegment nest = attributes.get(Netlink.IFLA_XDP());
        MemorySegment how = nest == null ? null : NetlinkSocket.attributes(nest).get(Netlink.IFLA_XDP_ATTACHED());
        int mode = how == null ? Netlink.XDP_ATTACHED_NONE() : how.get(JAVA_BYTE, 0);
        if (mode == Netlink.XDP_ATTACHED_NONE()) {
            return Attached.NONE;
        }
        if (mode == Netlink.XDP_ATTACHED_SKB()) {
            return Attached.KERNEL;
        }
        if (mode == Netlink.XDP_ATTACHED_DRV()) {
            return Attached.DRIVER;
        }
        return mode == Netlink.XDP_ATTACHED_HW() ? Attached.DEVICE : Attached.SEVERAL;
    }

    /** By a device's index; empty: the kernel is too old to have the family that tells. */
    private static Map<Integer, Offer> offers(Arena arena) {
        Map<Integer, Offer> offers = new HashMap<>();
        try (NetlinkSocket socket = new NetlinkSocket(arena, Netlink.NETLINK_GENERIC())) {
            int family = family(socket, arena);
            if (family > 0) {
                MemorySegment every = generic(arena, Netlink.NETDEV_CMD_DEV_GET(), MemorySegment.NULL);
                socket.ask(family, Netlink.NLM_F_DUMP(), every, GENERIC_START, message -> {
                    MemorySegment index = message.attributes().get(Netlink.NETDEV_A_DEV_IFINDEX());
                    MemorySegment flags = message.attributes().get(Netlink.NETDEV_A_DEV_XDP_FEATURES());
                    if (index != null && flags != null) {
                        offers.put(index.get(JAVA_INT_UNALIGNED, 0), offer(flags.get(JAVA_LONG_UNALIGNED, 0)));
                    }
                });
            }
        }
        return offers;
    }

    private static Offer offer(long flags) {
        if ((flags & Netlink.NETDEV_XDP_ACT_BASIC()) == 0) {
            return Offer.NOTHING;
        }
        return (flags & Netlink.NETDEV_XDP_ACT_XSK_ZEROCOPY()) == 0 ? Offer.PROGRAMS : Offer.PROGRAMS_AND_ZERO_COPY;
    }

    /** The number by which this kernel knows the family "netdev"; 0: it does not. */
    private static int family(NetlinkSocket socket, Arena arena) {
        byte[] name = "netdev\0".getBytes(StandardCharsets.US_ASCII);
        MemorySegment wanted = NetlinkSocket.attribute(arena, Netlink.CTRL_ATTR_FAMILY_NAME(), name);
        int[] family = new int[1];
        socket.ask(
                Netlink.GENL_ID_CTRL(),
                0,
                generic(arena, Netlink.CTRL_CMD_GETFAMILY(), wanted),
                GENERIC_START,
                message -> {
                    MemorySegment id = message.attributes().get(Netlink.CTRL_ATTR_FAMILY_ID());
                    family[0] = id == null ? 0 : Short.toUnsignedInt(id.get(JAVA_SHORT_UNALIGNED, 0));
                });
        return family[0];
    }

    private static MemorySegment generic(Arena arena, int command, MemorySegment attribute) {
        MemorySegment payload = arena.allocate(GENERIC_START + attribute.byteSize(), Integer.BYTES);
        genlmsghdr.cmd(payload, (byte) command);
        genlmsghdr.version(payload, (byte) 1);
        MemorySegment.copy(attribute, 0, payload, GENERIC_START, attribute.byteSize());
        return payload;
    }
}

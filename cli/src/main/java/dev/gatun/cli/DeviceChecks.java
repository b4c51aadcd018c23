package dev.gatun.cli;

import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Network devices, and those for RDMA: what drives them, and what they take over. One use, one thread. */
final class DeviceChecks {
    private static final String DEVICES = "sys/class/net/";

    private final SystemTree tree;
    private final NetworkLinks links;

    DeviceChecks(SystemTree tree, NetworkLinks links) {
        this.tree = tree;
        this.links = links;
    }

    /** {@code only}: this one; null: all. */
    List<Device> all(@Nullable String only) {
        List<Device> devices = new ArrayList<>();
        try (Ethtool ethtool = new Ethtool()) {
            for (String name : names()) {
                if (only == null || only.equals(name)) {
                    devices.add(device(name, ethtool));
                }
            }
        }
        for (String name : tree.names("sys/class/infiniband", "*")) {
            String driver = tree.linked("sys/class/infiniband/" + name + "/device/driver");
            devices.add(new Device(
                    name,
                    driver.isEmpty() ? "virtual" : driver,
                    List.of(Feature.read("rdma", State.YES, "there", null))));
        }
        return devices;
    }

    /** Those that netlink tells of: what /sys shows besides may be another network namespace's. */
    private List<String> names() {
        return links.problem().isEmpty() ? List.copyOf(links.devices().keySet()) : tree.names(DEVICES, "*");
    }

    private Device device(String name, Ethtool ethtool) {
        String folder = DEVICES + name + "/";
        NetworkLinks.Link link = links.devices().get(name);
        boolean isShown = tree.exists(folder) && (link == null || tree.number(folder + "ifindex") == link.index());
        List<Feature> features = new ArrayList<>();
        features.add(link(folder, link, isShown));
        if (isShown) {
            int queues = tree.names(folder + "queues", "rx-*").size();
            features.add(Feature.read(
                    "queues",
                    queues > 1 ? State.YES : State.LIMITED,
                    queues + " to receive, "
                            + tree.names(folder + "queues", "tx-*").size() + " to send",
                    null));
        }
        String ring = ethtool.receiveRing(name);
        if (!ring.isEmpty()) {
            features.add(Feature.read("receive-ring", State.YES, ring, null));
        }
        features.add(offload("segmentation", ethtool.segmentation(name), "ethtool -K " + name + " tso on"));
        features.add(offload("coalescing", ethtool.genericReceive(name), "ethtool -K " + name + " gro on"));
        features.add(
                switch (ethtool.hardwareTimes(name)) {
                    case 1 -> Feature.read("hardware-times", State.YES, "the device says when it got a packet", null);
                    case 0 ->
                        Feature.read("hardware-times", State.NO, "the kernel alone says when it got a packet", null);
                    default -> Feature.read("hardware-times", State.UNKNOWN, "the device does not tell", null);
                });
        features.add(xdp(link));
        return new Device(name, ethtool.driver(name), features);
    }

    private Feature link(String folder, NetworkLinks.@Nullable Link link, boolean isShown) {
        boolean isUp = link == null ? tree.line(folder + "operstate").equals("up") : link.isUp();
        long mtu = link == null ? tree.number(folder + "mtu") : link.mtu();
        long speed = isShown ? tree.number(folder + "speed") : -1;
        return Feature.read(
                "link",
                isUp ? State.YES : State.NO,
                (isUp ? "up" : "down") + ", MTU " + mtu + (speed > 0 ? ", " + speed + " Mbit/s" : ""),
                null);
    }

    private Feature xdp(NetworkLinks.@Nullable Link link) {
        if (link == null) {
            return Feature.read(
                    "xdp",
                    State.UNKNOWN,
                    "the kernel was not asked: netlink: " + links.problem(),
                    "allow sockets of AF_NETLINK: RestrictAddressFamilies= of systemd, a container's seccomp profile");
        }
        String attached =
                switch (link.attached()) {
                    case NONE -> "; no program is attached";
                    case KERNEL -> "; a program is attached, and the kernel runs it on each packet";
                    case DRIVER -> "; a program is attached, and the driver runs it on each packet";
                    case DEVICE -> "; a program is attached, and the device runs it on each packet";
                    case SEVERAL -> "; several programs are attached, and run on each packet";
                };
        return switch (link.offer()) {
            case UNTOLD ->
                Feature.read("xdp", State.UNKNOWN, "what a driver offers, Linux 6.3 and newer tell" + attached, null);
            case NOTHING -> Feature.read("xdp", State.NO, "the driver runs no programs" + attached, null);
            case PROGRAMS -> Feature.read("xdp", State.YES, "the driver runs programs" + attached, null);
            case PROGRAMS_AND_ZERO_COPY ->
                Feature.read("xdp", State.YES, "the driver runs programs, and sockets without a copy" + attached, null);
        };
    }

    private static Feature offload(String name, int flag, String fix) {
        return switch (flag) {
            case 1 -> Feature.read(name, State.YES, "on", null);
            case 0 -> Feature.read(name, State.LIMITED, "off", fix);
            default -> Feature.read(name, State.UNKNOWN, "the device does not tell", null);
        };
    }
}

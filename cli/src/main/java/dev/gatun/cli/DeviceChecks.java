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

    DeviceChecks(SystemTree tree) {
        this.tree = tree;
    }

    /** {@code only}: this one; null: all. */
    List<Device> all(@Nullable String only) {
        List<Device> devices = new ArrayList<>();
        try (Ethtool ethtool = new Ethtool()) {
            for (String name : tree.names(DEVICES, "*")) {
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

    private Device device(String name, Ethtool ethtool) {
        String folder = DEVICES + name + "/";
        String driver = tree.linked(folder + "device/driver");
        List<Feature> features = new ArrayList<>();
        String state = tree.line(folder + "operstate");
        long speed = tree.number(folder + "speed");
        features.add(Feature.read(
                "link",
                state.equals("down") ? State.NO : State.YES,
                state + ", MTU " + tree.number(folder + "mtu") + (speed > 0 ? ", " + speed + " Mbit/s" : ""),
                null));
        int queues = tree.names(folder + "queues", "rx-*").size();
        features.add(Feature.read(
                "queues",
                queues > 1 ? State.YES : State.LIMITED,
                queues + " to receive, " + tree.names(folder + "queues", "tx-*").size() + " to send",
                null));
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
        features.add(
                Feature.read("xdp", State.UNKNOWN, "not to be told without loading a program into the kernel", null));
        return new Device(name, driver.isEmpty() ? "virtual" : driver, features);
    }

    private static Feature offload(String name, int flag, String fix) {
        return switch (flag) {
            case 1 -> Feature.read(name, State.YES, "on", null);
            case 0 -> Feature.read(name, State.LIMITED, "off", fix);
            default -> Feature.read(name, State.UNKNOWN, "the device does not tell", null);
        };
    }
}

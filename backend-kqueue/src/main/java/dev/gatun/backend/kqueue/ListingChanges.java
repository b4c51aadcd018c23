package dev.gatun.backend.kqueue;

import dev.gatun.backend.kqueue.Listing.Node;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.DirectoryChanges.Listener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What became of the names of some directories between two listings of each. What left one name and is at another is
 * a move. All that left is told before all that came, so that whoever adds it up has what is there. Made for one look,
 * by the Cpu's thread.
 */
final class ListingChanges {
    private static final int NO_DIRECTORY = -1;

    private record Change(int directory, Kind kind, int cookie, boolean isDirectory, String name) {}

    /** Under its old name, or where another has that name now. */
    private record Departure(int directory, String name, Node node, boolean isNameGone) {}

    private record Arrival(int directory, String name, Node node) {}

    private final IntSupplier cookies;
    private final List<Departure> departures = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    ListingChanges(IntSupplier cookies) {
        this.cookies = cookies;
    }

    void compare(int directory, Map<String, Node> before, Map<String, Node> now) {
        for (Map.Entry<String, Node> each : before.entrySet()) {
            Node same = now.get(each.getKey());
            if (!each.getValue().equals(same)) {
                departures.add(new Departure(directory, each.getKey(), each.getValue(), same == null));
            }
        }
        for (Map.Entry<String, Node> each : now.entrySet()) {
            if (!each.getValue().equals(before.get(each.getKey()))) {
                arrivals.add(new Arrival(directory, each.getKey(), each.getValue()));
            }
        }
    }

    /** Finds what moved; nothing is compared after it. */
    void pair() {
        Map<Node, Arrival> byNode = new HashMap<>();
        arrivals.forEach(each -> byNode.putIfAbsent(each.node, each));
        Map<Arrival, Integer> moved = new HashMap<>();
        for (Departure each : departures) {
            Arrival arrival = byNode.remove(each.node);
            if (arrival != null) {
                int cookie = cookies.getAsInt();
                moved.put(arrival, cookie);
                changes.add(new Change(each.directory, Kind.MOVED_FROM, cookie, each.node.isDirectory(), each.name));
            } else if (each.isNameGone) {
                changes.add(new Change(each.directory, Kind.DELETED, 0, each.node.isDirectory(), each.name));
            }
        }
        for (Arrival each : arrivals) {
            Integer cookie = moved.get(each);
            Kind kind = cookie == null ? Kind.CREATED : Kind.MOVED_TO;
            changes.add(
                    new Change(each.directory, kind, cookie == null ? 0 : cookie, each.node.isDirectory(), each.name));
        }
    }

    /** Of the directory itself. */
    void add(int directory, Kind kind) {
        changes.add(new Change(directory, kind, 0, true, ""));
    }

    void addOverflow() {
        changes.add(new Change(NO_DIRECTORY, Kind.OVERFLOW, 0, false, ""));
    }

    int count() {
        return changes.size();
    }

    void tell(Listener listener) {
        for (Change each : changes) {
            listener.onChange(each.directory, each.kind, each.cookie, each.isDirectory, Listing.bytes(each.name));
        }
    }
}

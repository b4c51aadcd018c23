package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one socket has joined: groups, from anybody or from single sources. The driver's thread only. */
final class SimulatedGroups {
    private record Membership(
            SimulatedAddress group, @Nullable SimulatedAddress source) {}

    /** Only looked up, never walked through. */
    private final Set<Membership> memberships = new HashSet<>();

    int join(SimulatedAddress group, @Nullable SimulatedAddress source) {
        if (!group.isGroup()) {
            return IoError.INVALID.result();
        }
        return memberships.add(membership(group, source)) ? 0 : IoError.ADDRESS_IN_USE.result();
    }

    int leave(SimulatedAddress group, @Nullable SimulatedAddress source) {
        return memberships.remove(membership(group, source)) ? 0 : IoError.ADDRESS_NOT_AVAILABLE.result();
    }

    boolean hears(SimulatedAddress group, SimulatedAddress from) {
        return memberships.contains(membership(group, null)) || memberships.contains(membership(group, from));
    }

    /** Ports do not matter. */
    private static Membership membership(SimulatedAddress group, @Nullable SimulatedAddress source) {
        return new Membership(group.withPort(0), source == null ? null : source.withPort(0));
    }
}

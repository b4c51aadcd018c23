package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is bound where on the machine, which has no other addresses than its loopback. Ports that nobody chose are
 * given out in order. A UNIX name is free again when its socket is closed. The driver's thread only.
 */
final class SimulatedNetwork {
    private static final int PORT_FIRST = 49_152;
    private static final int PORT_LAST = 65_535;

    /** Only looked up, never walked through: its order would differ from run to run. */
    private final Map<Place, List<SimulatedSocket>> bound = new HashMap<>();

    private int nextPort = PORT_FIRST;
    /** Counts what went to addresses that several share. */
    private int spread;

    private record Place(Sockets.Type type, Family family, int port, String path) {}

    /** 0, or an error. */
    int bind(SimulatedSocket socket, SimulatedAddress wanted) {
        if (wanted.family() != socket.family) {
            return IoError.ADDRESS_FAMILY.result();
        }
        if (socket.isBound() || wanted.equals(SimulatedAddress.UNNAMED)) {
            return IoError.INVALID.result();
        }
        if (!wanted.isOfThisMachine()) {
            return IoError.ADDRESS_NOT_AVAILABLE.result();
        }
        SimulatedAddress address = wanted;
        if (wanted.family() != Family.UNIX && wanted.port() == 0) {
            int port = freePort(socket);
            if (port == 0) {
                return IoError.ADDRESS_IN_USE.result();
            }
            address = wanted.withPort(port);
        }
        List<SimulatedSocket> neighbours =
                bound.computeIfAbsent(place(socket.type(), address), place -> new ArrayList<>());
        for (SimulatedSocket neighbour : neighbours) {
            SimulatedAddress theirs = neighbour.local();
            boolean isShared = neighbour.options().is(SocketOption.REUSE_PORT)
                    && socket.options().is(SocketOption.REUSE_PORT);
            if (!isShared && (theirs.equals(address) || theirs.isWildcard() || address.isWildcard())) {
                return IoError.ADDRESS_IN_USE.result();
            }
        }
        neighbours.add(socket);
        socket.onBound(address);
        return 0;
    }

    /** Binds to a port nobody chose, if it is not bound; 0, or an error. */
    int bindAnywhere(SimulatedSocket socket) {
        if (socket.isBound()) {
            return 0;
        }
        if (socket.family == Family.UNIX) {
            socket.onBound(SimulatedAddress.UNNAMED);
            return 0;
        }
        return bind(socket, SimulatedAddress.loopback(socket.family));
    }

    void unbind(SimulatedSocket socket) {
        Place place = place(socket.type(), socket.local());
        List<SimulatedSocket> there = bound.get(place);
        if (there != null && there.remove(socket) && there.isEmpty()) {
            bound.remove(place);
        }
    }

    /** A stream has become a listener: the same name, another object. */
    void replace(SimulatedSocket before, SimulatedSocket after) {
        List<SimulatedSocket> there = bound.get(place(before.type(), before.local()));
        if (there != null) {
            there.replaceAll(socket -> socket == before ? after : socket);
        }
    }

    /** Of several that share the address, one after the other; an IPv6 socket that speaks both, if no IPv4 one is. */
    @Nullable
    SimulatedSocket find(Sockets.Type type, SimulatedAddress destination) {
        SimulatedSocket found = findExactly(type, destination);
        if (found != null || destination.family() != Family.INET4) {
            return found;
        }
        SimulatedSocket both =
                findExactly(type, SimulatedAddress.loopback(Family.INET6).withPort(destination.port()));
        return both != null && both.local().isWildcard() && !both.options().is(SocketOption.IPV6_ONLY) ? both : null;
    }

    /** To whoever is bound there, or has joined that group; false when nobody is. A group is never nobody. */
    boolean deliver(SimulatedDatagramSocket sender, byte[] bytes, SimulatedAddress to, SimulatedSending sending) {
        SimulatedAddress from = sending.from(sender.local().destination());
        if (!to.isGroup()) {
            if (find(Sockets.Type.DATAGRAM, to) instanceof SimulatedDatagramSocket receiver) {
                receiver.onDatagram(bytes, from, to, sending, sender.options());
                return true;
            }
            return false;
        }
        if (sender.options().is(SocketOption.MULTICAST_LOOP)) {
            for (SimulatedSocket socket : bound.getOrDefault(place(Sockets.Type.DATAGRAM, to), List.of())) {
                if (socket instanceof SimulatedDatagramSocket member && member.groups.hears(to, from)) {
                    member.onDatagram(bytes, from, to, sending, sender.options());
                }
            }
        }
        return true;
    }

    /** What goes there need not be cut: it is taken as one. */
    boolean takesSeveral(SimulatedAddress destination) {
        SimulatedSocket receiver = find(Sockets.Type.DATAGRAM, destination);
        return receiver != null && receiver.options().is(SocketOption.COALESCE);
    }

    private @Nullable SimulatedSocket findExactly(Sockets.Type type, SimulatedAddress destination) {
        List<SimulatedSocket> there = bound.get(place(type, destination));
        if (there == null) {
            return null;
        }
        boolean isSpread = type == Sockets.Type.STREAM && there.size() > 1;
        int first = isSpread ? spread++ % there.size() : 0;
        for (int i = 0; i < there.size(); i++) {
            SimulatedSocket socket = there.get((first + i) % there.size());
            boolean isClient = isSpread && !(socket instanceof SimulatedListener);
            if (!isClient && (socket.local().isWildcard() || socket.local().equals(destination))) {
                return socket;
            }
        }
        return null;
    }

    private int freePort(SimulatedSocket socket) {
        for (int tries = 0; tries <= PORT_LAST - PORT_FIRST; tries++) {
            int port = nextPort;
            nextPort = port == PORT_LAST ? PORT_FIRST : port + 1;
            if (!bound.containsKey(new Place(socket.type(), socket.family, port, ""))) {
                return port;
            }
        }
        return 0;
    }

    private static Place place(Sockets.Type type, SimulatedAddress address) {
        return new Place(type, address.family(), address.port(), address.path());
    }
}

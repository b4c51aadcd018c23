package dev.gatun.testkit;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import java.util.ArrayDeque;

/**
 * A stream socket that listens: connections made wait here to be accepted, and connects wait while there are too many
 * of those. Closing it resets what was not accepted. The driver's thread only.
 */
final class SimulatedListener extends SimulatedSocket {
    private final ArrayDeque<SimulatedStream> backlog = new ArrayDeque<>();
    private final ArrayDeque<SimulatedStream> waiting = new ArrayDeque<>();
    private int backlogMax;

    SimulatedListener(SimulatedStream from, int backlogMax) {
        super(from.kernel, from.family);
        onBound(from.local());
        options(from.options());
        this.backlogMax = backlogMax;
    }

    @Override
    String noun() {
        return "listener";
    }

    @Override
    Sockets.Type type() {
        return Sockets.Type.STREAM;
    }

    void backlogMax(int connections) {
        backlogMax = connections;
        admit();
    }

    /** False when the backlog is full: the client is called when it may try again. */
    boolean welcomes(SimulatedStream client) {
        if (backlog.size() < backlogMax) {
            return true;
        }
        if (!waiting.contains(client)) {
            waiting.add(client);
        }
        return false;
    }

    void onConnection(SimulatedStream server) {
        backlog.add(server);
        stir();
    }

    @Override
    boolean takes(OperationKind kind) {
        return kind == OperationKind.ACCEPT;
    }

    @Override
    boolean progress(Flight flight) {
        SimulatedStream server = backlog.peek();
        if (server == null || flight.mustWaitUntilSeen()) {
            return false;
        }
        if (isStruck(flight)) {
            return true;
        }
        long handle = kernel.handles().open(server, "accepted on " + handle());
        if (handle < 0) {
            outcomes.complete(flight, (int) handle);
            return true;
        }
        backlog.remove();
        server.options(options().inherited());
        outcomes.deliver(flight, (int) handle, server.remote());
        admit();
        return true;
    }

    @Override
    int readiness() {
        return backlog.isEmpty() ? 0 : Operation.POLL_READ;
    }

    @Override
    void onClosed() {
        network.unbind(this);
        for (SimulatedStream server : backlog) {
            server.reset();
        }
        backlog.clear();
        waiting.forEach(kernel::mark);
        waiting.clear();
    }

    /** All of them try again, in order: one that has turned elsewhere meanwhile must not take another's place. */
    private void admit() {
        if (backlog.size() < backlogMax) {
            waiting.forEach(kernel::mark);
            waiting.clear();
        }
    }
}

package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, or a stream socket that has none yet. What the other end sent lies in this end's bounded
 * ring; with that full the other's sends wait. A reset throws away what was not received yet, as some systems do. The
 * driver's thread only.
 */
final class SimulatedStream extends SimulatedSocket {
    private enum State {
        FRESH,
        CONNECTING,
        CONNECTED,
        RESET
    }

    private final ByteRing incoming;
    private State state = State.FRESH;
    /** Null until connected, and when the other end is closed. */
    private @Nullable SimulatedStream other;

    /** True exactly when the other end sends nothing more. */
    private boolean isEnded;

    private boolean isReadShut;
    private boolean isWriteShut;

    SimulatedStream(SimulatedKernel kernel, Family family) {
        super(kernel, family);
        incoming = new ByteRing(kernel.limits().intValue(Limit.SOCKET_BUFFER_BYTES));
    }

    /** The end at the listener's side of a connection that {@code client} makes; it has no handle until accepted. */
    static SimulatedStream accepted(SimulatedStream client, SimulatedAddress at) {
        SimulatedStream server = new SimulatedStream(client.kernel, client.family);
        server.onBound(at);
        server.remote(client.local().destination());
        server.other = client;
        server.state = State.CONNECTED;
        client.remote(at);
        client.other = server;
        client.state = State.CONNECTED;
        return server;
    }

    @Override
    String noun() {
        return "stream";
    }

    @Override
    Sockets.Type type() {
        return Sockets.Type.STREAM;
    }

    boolean isFresh() {
        return state == State.FRESH;
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    /** The address of the other end, or null. */
    @Nullable
    SimulatedAddress connectedTo() {
        return state == State.CONNECTED ? remote() : null;
    }

    /** The connection breaks, at both ends. */
    void reset() {
        SimulatedStream end = other;
        breakOff();
        if (end != null) {
            end.breakOff();
        }
    }

    @Override
    boolean takes(OperationKind kind) {
        return switch (kind) {
            case CONNECT, RECEIVE, RECEIVE_VECTORED, SEND, SEND_VECTORED, SEND_FILE, SHUTDOWN -> true;
            default -> false;
        };
    }

    @Override
    boolean progress(Flight flight) {
        return switch (flight.kind) {
            case CONNECT -> connect(flight);
            case SHUTDOWN -> shutDown(flight);
            case RECEIVE, RECEIVE_VECTORED -> receive(flight);
            default -> send(flight);
        };
    }

    @Override
    int readiness() {
        SimulatedStream end = other;
        int ready = 0;
        if (incoming.size() > 0 || isEnded || isReadShut || state == State.RESET) {
            ready |= Operation.POLL_READ;
        }
        if (state == State.RESET || (state == State.CONNECTED && (isWriteShut || end == null || end.room() > 0))) {
            ready |= Operation.POLL_WRITE;
        }
        if (state == State.FRESH || state == State.RESET || (state == State.CONNECTED && end == null)) {
            ready |= Operation.POLL_HANG_UP;
        }
        return ready;
    }

    @Override
    void onEnded(Flight flight) {
        if (flight.kind == OperationKind.CONNECT && state == State.CONNECTING) {
            state = State.FRESH;
        }
    }

    @Override
    void onClosed() {
        if (isBound()) {
            network.unbind(this);
        }
        SimulatedStream end = other;
        other = null;
        if (end != null) {
            end.other = null;
            if (incoming.size() > 0 || options().breaksOffWhenClosed()) {
                end.breakOff();
            } else {
                end.isEnded = true;
                end.stir();
            }
        }
    }

    private int room() {
        return isReadShut
                ? Integer.MAX_VALUE
                : Math.max(0, incoming.room() - options().receiveBytesLess());
    }

    private void breakOff() {
        state = State.RESET;
        other = null;
        incoming.drop(incoming.size());
        stir();
    }

    private boolean connect(Flight flight) {
        if (state == State.CONNECTED || state == State.RESET) {
            outcomes.end(flight, IoError.ALREADY_CONNECTED);
            return true;
        }
        SimulatedAddress to = destination(flight);
        if (to == null) {
            return true;
        }
        int bound = network.bindAnywhere(this);
        if (bound < 0) {
            outcomes.complete(flight, bound);
            return true;
        }
        if (!(network.find(Sockets.Type.STREAM, to) instanceof SimulatedListener listener)) {
            outcomes.end(flight, family == Family.UNIX ? IoError.NOT_FOUND : IoError.REFUSED);
            return true;
        }
        if (isStruck(flight)) {
            return true;
        }
        state = State.CONNECTING;
        if (!listener.welcomes(this)) {
            return false;
        }
        listener.onConnection(accepted(this, to));
        outcomes.complete(flight, 0);
        stir();
        return true;
    }

    private boolean shutDown(Flight flight) {
        int what = flight.flags & (Operation.SHUT_READ | Operation.SHUT_WRITE);
        if (what == 0) {
            outcomes.end(flight, IoError.INVALID);
            return true;
        }
        if (state != State.CONNECTED) {
            outcomes.end(flight, IoError.NOT_CONNECTED);
            return true;
        }
        SimulatedStream end = other;
        if ((what & Operation.SHUT_READ) != 0) {
            isReadShut = true;
            incoming.drop(incoming.size());
        }
        if ((what & Operation.SHUT_WRITE) != 0) {
            isWriteShut = true;
        }
        if (end != null) {
            end.isEnded |= isWriteShut;
            end.stir();
        }
        stir();
        outcomes.complete(flight, 0);
        return true;
    }

    private boolean receive(Flight flight) {
        if (state == State.FRESH) {
            outcomes.end(flight, IoError.NOT_CONNECTED);
            return true;
        }
        boolean isOver = isEnded || isReadShut || state == State.RESET;
        if (incoming.size() == 0 && !isOver) {
            return false;
        }
        if (incoming.size() > 0 && dice.hit(Fault.RESET)) {
            reset();
        }
        if (state == State.RESET) {
            outcomes.end(flight, IoError.RESET);
        } else if (incoming.size() == 0) {
            outcomes.complete(flight, (int) flight.transferred);
        } else if (!isStruck(flight)) {
            return flight.has(Operation.POOL_BUFFER) ? receiveIntoBlock(flight) : receiveIntoMemory(flight);
        }
        return true;
    }

    private boolean receiveIntoMemory(Flight flight) {
        boolean all = flight.has(Operation.WAIT_ALL);
        int room = flight.room();
        int count = Math.min(room, incoming.size());
        boolean isLast = count == room || isEnded;
        if (flight.has(Operation.PEEK)) {
            if (all && !isLast && room() > 0) {
                return false;
            }
            kernel.open(flight);
            incoming.copy(flight.memory.data, 0, count);
            outcomes.complete(flight, count);
            return true;
        }
        if (!all) {
            count = dice.shorten(Fault.SHORT_RECEIVE, count);
        }
        kernel.open(flight);
        incoming.copy(flight.memory.data, flight.transferred, count);
        flight.transferred += count;
        drop(count);
        if (all && !isLast) {
            return false;
        }
        outcomes.complete(flight, (int) flight.transferred);
        return true;
    }

    private boolean receiveIntoBlock(Flight flight) {
        int block = outcomes.takeBlock(flight);
        if (block == Outcomes.NO_BLOCK) {
            return true;
        }
        int count = dice.shorten(Fault.SHORT_RECEIVE, Outcomes.blockRoom(flight, block, incoming.size()));
        incoming.copy(flight.backend.buffers().blockAddress(block) + flight.blockUsed, count);
        if (!flight.has(Operation.PEEK)) {
            drop(count);
        }
        outcomes.deliverBytes(flight, count, block);
        return true;
    }

    private void drop(int count) {
        incoming.drop(count);
        SimulatedStream end = other;
        if (end != null) {
            end.stir();
        }
    }

    private boolean send(Flight flight) {
        SimulatedStream end = other;
        if (state == State.CONNECTING) {
            return false;
        }
        if (end != null && !isWriteShut && end.room() == 0) {
            return false;
        }
        if (end != null && dice.hit(Fault.RESET)) {
            reset();
        }
        if (state != State.CONNECTED) {
            outcomes.end(flight, state == State.RESET ? IoError.RESET : IoError.NOT_CONNECTED);
        } else if (end == null || isWriteShut) {
            outcomes.end(flight, IoError.BROKEN_PIPE);
        } else if (isStruck(flight)) {
            return true;
        } else if (flight.kind == OperationKind.SEND_FILE) {
            sendFile(flight, end);
        } else {
            int count = dice.shorten(Fault.SHORT_SEND, Math.min(flight.room(), end.room()));
            if (!end.isReadShut) {
                kernel.open(flight);
                end.incoming.fill(flight.memory.data, 0, count);
                end.stir();
            }
            options().onSent();
            outcomes.complete(flight, count);
        }
        return true;
    }

    private void sendFile(Flight flight, SimulatedStream end) {
        if (!(kernel.handles().get(flight.file) instanceof SimulatedFile file)) {
            outcomes.end(flight, IoError.INVALID);
            return;
        }
        int there = file.cached(flight.offset, flight.length);
        if (there <= 0) {
            outcomes.complete(flight, there);
            return;
        }
        byte[] bytes = new byte[dice.shorten(Fault.SHORT_SEND, Math.min(there, end.room()))];
        file.read(flight.offset, bytes);
        if (!end.isReadShut) {
            end.incoming.fill(bytes);
            end.stir();
        }
        options().onSent();
        outcomes.complete(flight, bytes.length);
    }
}

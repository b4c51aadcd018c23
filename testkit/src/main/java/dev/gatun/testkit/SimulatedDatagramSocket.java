package dev.gatun.testkit;

import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket: a bounded queue of what has come. On the network a datagram that finds it full is lost; in the
 * UNIX family its sender waits. The driver's thread only.
 */
final class SimulatedDatagramSocket extends SimulatedSocket {
    private static final int DATAGRAM_BYTES_MAX = 65_507;

    private final ArrayDeque<SimulatedDatagram> incoming = new ArrayDeque<>();
    private final ArrayDeque<SimulatedDatagramSocket> waiting = new ArrayDeque<>();
    final SimulatedGroups groups = new SimulatedGroups();
    private final int datagramsMax;
    /** A datagram to the peer found nobody: the next operation says so, once. */
    private boolean isRefused;

    private boolean isReadShut;
    private boolean isWriteShut;
    private long drops;

    SimulatedDatagramSocket(SimulatedKernel kernel, Family family) {
        super(kernel, family);
        datagramsMax = kernel.limits().intValue(Limit.DATAGRAMS);
    }

    @Override
    String noun() {
        return "datagram socket";
    }

    @Override
    Sockets.Type type() {
        return Sockets.Type.DATAGRAM;
    }

    @Override
    boolean takes(OperationKind kind) {
        return switch (kind) {
            case CONNECT, RECEIVE, RECEIVE_VECTORED, RECEIVE_FROM, RECEIVE_BATCH -> true;
            case SEND, SEND_VECTORED, SEND_TO, SEND_BATCH, SHUTDOWN -> true;
            default -> false;
        };
    }

    @Override
    boolean progress(Flight flight) {
        return switch (flight.kind) {
            case CONNECT -> connect(flight);
            case SHUTDOWN -> shutDown(flight);
            case RECEIVE, RECEIVE_VECTORED, RECEIVE_FROM -> receive(flight);
            case RECEIVE_BATCH -> receiveBatch(flight);
            case SEND_BATCH -> sendBatch(flight);
            default -> send(flight);
        };
    }

    @Override
    int readiness() {
        return (incoming.isEmpty() && !isReadShut && !isRefused ? 0 : Operation.POLL_READ) | Operation.POLL_WRITE;
    }

    @Override
    void onClosed() {
        if (isBound()) {
            network.unbind(this);
        }
        incoming.clear();
        callWaiting();
    }

    private boolean connect(Flight flight) {
        SimulatedAddress to = destination(flight);
        if (to == null) {
            return true;
        }
        outcomes.complete(flight, connectTo(to));
        return true;
    }

    private int connectTo(SimulatedAddress to) {
        int bound = network.bindAnywhere(this);
        if (bound >= 0) {
            remote(to);
        }
        return Math.min(bound, 0);
    }

    /** At once; null: to nobody in particular. */
    int connect(@Nullable SimulatedAddress to) {
        if (to == null) {
            remote(null);
            return 0;
        }
        IoError error = unreachable(to);
        return error == null ? connectTo(to.destination()) : error.result();
    }

    private boolean shutDown(Flight flight) {
        int what = flight.flags & (Operation.SHUT_READ | Operation.SHUT_WRITE);
        if (what == 0) {
            outcomes.end(flight, IoError.INVALID);
        } else if (remote() == null) {
            outcomes.end(flight, IoError.NOT_CONNECTED);
        } else {
            isReadShut |= (what & Operation.SHUT_READ) != 0;
            isWriteShut |= (what & Operation.SHUT_WRITE) != 0;
            stir();
            outcomes.complete(flight, 0);
        }
        return true;
    }

    /** True exactly when the operation has ended because nothing can come. */
    private boolean endsReceive(Flight flight) {
        if (isRefused) {
            isRefused = false;
            outcomes.end(flight, IoError.REFUSED);
            return true;
        }
        if (incoming.isEmpty() && isReadShut) {
            outcomes.complete(flight, 0);
            return true;
        }
        return !incoming.isEmpty() && isStruck(flight);
    }

    private boolean receive(Flight flight) {
        if (flight.mustWaitUntilSeen()) {
            return false;
        }
        if (endsReceive(flight)) {
            return true;
        }
        SimulatedDatagram datagram = incoming.peek();
        if (datagram == null) {
            return false;
        }
        int block = Outcomes.NO_BLOCK;
        int count;
        if (flight.has(Operation.POOL_BUFFER)) {
            block = outcomes.takeBlock(flight);
            if (block == Outcomes.NO_BLOCK) {
                return true;
            }
            count = putIntoBlock(flight, block, datagram);
        } else {
            count = Math.min(flight.room(), datagram.bytes().length);
            kernel.open(flight);
            flight.memory.data.put(0, datagram.bytes(), 0, count);
        }
        if (!flight.has(Operation.PEEK)) {
            incoming.remove();
            callWaiting();
        }
        outcomes.deliver(flight, count, block, datagram.from());
        return true;
    }

    /** Behind its envelope, if it shall have one. */
    private int putIntoBlock(Flight flight, int block, SimulatedDatagram datagram) {
        long address = flight.backend.buffers().blockAddress(block);
        boolean hasEnvelope = flight.kind == OperationKind.RECEIVE_FROM && flight.has(Operation.ENVELOPE);
        boolean withFacts = flight.has(Operation.ENVELOPE_FACTS);
        if (hasEnvelope) {
            flight.blockUsed = SimulatedDatagrams.bytes(withFacts);
        }
        int bytes = datagram.bytes().length;
        int count = Outcomes.blockRoom(flight, block, bytes);
        if (hasEnvelope) {
            SimulatedDatagrams.write(address, datagram, count < bytes, withFacts);
        }
        kernel.write(address + flight.blockUsed, datagram.bytes(), count);
        return count;
    }

    private boolean receiveBatch(Flight flight) {
        if (endsReceive(flight)) {
            return true;
        }
        if (incoming.isEmpty()) {
            return false;
        }
        SimulatedBatch batch = flight.batch();
        int first = batch.skipped();
        int count = dice.shorten(Fault.SHORT_RECEIVE, Math.min(batch.count() - first, incoming.size()));
        kernel.open(flight);
        long at = 0;
        for (int slot = first; slot < first + count; slot++) {
            SimulatedDatagram datagram = incoming.remove();
            int room = batch.memoryLength(slot);
            int length = Math.min(room, datagram.bytes().length);
            flight.memory.data.put(at, datagram.bytes(), 0, length);
            batch.received(slot, length, datagram.bytes().length > room, datagram);
            at += room;
        }
        callWaiting();
        outcomes.complete(flight, count);
        return true;
    }

    private boolean send(Flight flight) {
        SimulatedAddress to = remote();
        if (flight.kind == OperationKind.SEND_TO && flight.peerAddress != 0) {
            to = destination(flight);
            if (to == null) {
                return true;
            }
        }
        if (waitsFor(to) || isStruck(flight)) {
            return flight.isOver;
        }
        byte[] bytes = new byte[flight.room()];
        kernel.open(flight);
        flight.memory.data.get(0, bytes, 0, bytes.length);
        outcomes.complete(flight, send(bytes, to, SimulatedSending.PLAIN));
        return true;
    }

    private boolean sendBatch(Flight flight) {
        SimulatedBatch batch = flight.batch();
        int first = batch.skipped();
        if (waitsFor(batch.destination(first, remote())) || isStruck(flight)) {
            return flight.isOver;
        }
        int count = dice.shorten(Fault.SHORT_SEND, batch.count() - first);
        kernel.open(flight);
        long at = 0;
        int sent = 0;
        int result = 0;
        while (sent < count && result >= 0) {
            int slot = first + sent;
            SimulatedAddress to = batch.destination(slot, remote());
            byte[] bytes = new byte[batch.length(slot)];
            flight.memory.data.get(at, bytes, 0, bytes.length);
            result = sent > 0 && waitsFor(to)
                    ? IoError.WOULD_BLOCK.result()
                    : checkAndSend(bytes, to, batch.sending(slot));
            at += bytes.length;
            sent += result < 0 ? 0 : 1;
        }
        outcomes.complete(flight, sent > 0 ? sent : result);
        return true;
    }

    /** Cut into pieces, if it shall be. */
    private int checkAndSend(byte[] bytes, @Nullable SimulatedAddress to, SimulatedSending sending) {
        IoError error = to == null ? null : unreachable(to);
        if (error != null) {
            return error.result();
        }
        SimulatedAddress destination = to == null ? null : to.destination();
        boolean isCut = sending.segmentBytes() > 0 && (destination == null || !network.takesSeveral(destination));
        int pieceBytes = isCut ? sending.segmentBytes() : Math.max(bytes.length, 1);
        int at = 0;
        int result;
        do {
            int end = Math.min(at + pieceBytes, bytes.length);
            result = send(Arrays.copyOfRange(bytes, at, end), destination, sending);
            at = end;
        } while (result >= 0 && at < bytes.length);
        return result;
    }

    private int send(byte[] bytes, @Nullable SimulatedAddress to, SimulatedSending sending) {
        if (isRefused) {
            isRefused = false;
            return IoError.REFUSED.result();
        }
        if (isWriteShut) {
            return IoError.BROKEN_PIPE.result();
        }
        if (to == null) {
            return IoError.NOT_CONNECTED.result();
        }
        if (bytes.length > DATAGRAM_BYTES_MAX) {
            return IoError.MESSAGE_TOO_BIG.result();
        }
        int bound = network.bindAnywhere(this);
        if (bound < 0) {
            return bound;
        }
        if (dice.hit(Fault.DATAGRAM_LOST)) {
            return bytes.length;
        }
        if (network.deliver(this, bytes, to, sending)) {
            return bytes.length;
        }
        if (family == Family.UNIX) {
            return IoError.NOT_FOUND.result();
        }
        if (to.equals(remote())) {
            isRefused = true;
            stir();
        }
        return bytes.length;
    }

    void onDatagram(
            byte[] bytes,
            SimulatedAddress from,
            SimulatedAddress to,
            SimulatedSending sending,
            SimulatedOptions sendersOptions) {
        SimulatedAddress only = remote();
        if (isReadShut || (only != null && !only.equals(from))) {
            return;
        }
        if (incoming.size() >= datagramsMax) {
            dice.count(Fault.DATAGRAM_DROPPED);
            drops++;
            return;
        }
        SimulatedTelling telling = new SimulatedTelling(options());
        telling.tell(sending, sendersOptions, to, bytes.length);
        telling.tell(kernel.nowNanos(), drops);
        incoming.add(new SimulatedDatagram(bytes, from, telling.told(), telling.destination(to)));
        stir();
    }

    /** True exactly when a sender of the UNIX family must wait for room; it is called when there is. */
    private boolean waitsFor(@Nullable SimulatedAddress to) {
        if (family != Family.UNIX
                || to == null
                || !(network.find(Sockets.Type.DATAGRAM, to) instanceof SimulatedDatagramSocket receiver)
                || receiver.incoming.size() < datagramsMax) {
            return false;
        }
        if (!receiver.waiting.contains(this)) {
            receiver.waiting.add(this);
        }
        return true;
    }

    private void callWaiting() {
        waiting.forEach(kernel::mark);
        waiting.clear();
    }
}

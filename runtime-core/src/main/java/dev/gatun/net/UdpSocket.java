package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.Cpu;
import dev.gatun.NativeAddress;
import dev.gatun.Timer;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket of one Cpu, connected or not: received by callback in buffers of the pool, or by the batch in
 * buffers of one's own; sent one by one, gathered into one call at the end of a tick, or by the batch. Bound to an IPv6
 * wildcard it speaks IPv4 too. It ends once, when nothing of it is in flight. Its Cpu's thread alone.
 */
public final class UdpSocket extends UdpEvents {
    private static final long DRAIN_NANOS = 1_000_000_000;

    private final long handle;
    private final List<OptionOutcome> options;
    private final SocketAddress address;
    private final DatagramInbox inbox;
    private final DatagramOutbox outbox;
    private final Groups groups;
    private final BatchRun receiving;
    private final BatchRun sending;
    private final NetCore.Member member = this::endAtOnce;
    private final Timer drained = new Timer(_ -> abort());
    private @Nullable CloseReason reason;
    private boolean isAborting;
    private boolean isClosed;
    private boolean mayClose = true;

    /**
     * Opens and binds, on the Cpu's thread. Port 0 is any that is free: see {@link #address}.
     *
     * @throws NetException with the system's reason
     * @throws OptionsRefusedException where a strict configuration is not met
     */
    public static UdpSocket open(Cpu cpu, SocketAddress at, NetConfig config) throws NetException {
        NetCore core = NetCore.of(cpu);
        core.checkOwner();
        checkResolved(at);
        Sockets.Family family = ConnectAttempt.familyOf(at);
        Sockets sockets = cpu.backend().sockets();
        long handle = sockets.open(family, Sockets.Type.DATAGRAM);
        if (handle < 0) {
            throw new NetException("open a datagram socket", IoError.of((int) handle));
        }
        NativeAddress address = core.lendAddress();
        try {
            List<OptionOutcome> outcomes =
                    new OptionSetter(sockets, config, SocketRole.DATAGRAMS, family).apply(handle);
            address.set(at);
            NetException.check("bind to " + at, sockets.bind(handle, address.address(), address.length()));
            NetException.check("the address of " + at, address.setToLocalOf(handle));
            return new UdpSocket(core, handle, outcomes, address.get());
        } catch (NetException | RuntimeException e) {
            sockets.close(handle);
            throw e;
        } finally {
            core.giveBack(address);
        }
    }

    private UdpSocket(NetCore core, long handle, List<OptionOutcome> options, SocketAddress address) {
        super(core);
        this.handle = handle;
        groups = new Groups(core, handle);
        this.options = options;
        this.address = address;
        boolean withFacts =
                options.stream().anyMatch(outcome -> outcome.option().isTold() && isOn(outcome));
        boolean isLarge =
                options.stream().anyMatch(outcome -> outcome.option() == SocketOption.COALESCE && isOn(outcome));
        inbox = new DatagramInbox(this, core.cpu, withFacts, isLarge);
        outbox = new DatagramOutbox(this, core.cpu);
        receiving = new BatchRun(this, core.cpu);
        sending = new BatchRun(this, core.cpu);
        core.add(member);
    }

    private static boolean isOn(OptionOutcome outcome) {
        return outcome.status() == OptionOutcome.Status.SET && !outcome.asked().equals("0");
    }

    public Cpu cpu() {
        return core.cpu;
    }

    /** Where it is bound, with the port that was chosen. */
    public SocketAddress address() {
        return address;
    }

    /** What became of each option. */
    public List<OptionOutcome> options() {
        return options;
    }

    public boolean isOpen() {
        return reason == null;
    }

    /** Datagrams handed to the callback so far. */
    public long received() {
        return inbox.received();
    }

    /** Datagrams that the system took so far, without those in batches of the caller's. */
    public long sent() {
        return outbox.sent();
    }

    // --- whom it talks to -------------------------------------------------------------------------------------------

    /** From now on {@link #send(Buffer)} goes there, and nobody else is heard; its refusals are told as errors. */
    public UdpSocket connect(SocketAddress to) throws NetException {
        checkOpen();
        checkResolved(to);
        NativeAddress peer = core.lendAddress();
        try {
            peer.set(to);
            Sockets sockets = core.cpu.backend().sockets();
            NetException.check("connect to " + to, sockets.datagrams().connect(handle, peer.address(), peer.length()));
        } finally {
            core.giveBack(peer);
        }
        return this;
    }

    /** Hears everybody again. */
    public UdpSocket disconnect() throws NetException {
        checkOpen();
        NetException.check(
                "disconnect", core.cpu.backend().sockets().datagrams().connect(handle, 0, 0));
        return this;
    }

    /** Hears what is sent to a group, by that interface (null: the system's choice), by anybody. */
    public UdpSocket join(InetAddress group, @Nullable NetworkInterface by) throws NetException {
        checkOpen();
        groups.join(group, by, null);
        return this;
    }

    /** Hears what that one source sends to a group; several sources are joined one by one. */
    public UdpSocket join(InetAddress group, @Nullable NetworkInterface by, InetAddress source) throws NetException {
        checkOpen();
        groups.join(group, by, source);
        return this;
    }

    public UdpSocket leave(InetAddress group, @Nullable NetworkInterface by) throws NetException {
        checkOpen();
        groups.leave(group, by, null);
        return this;
    }

    public UdpSocket leave(InetAddress group, @Nullable NetworkInterface by, InetAddress source) throws NetException {
        checkOpen();
        groups.leave(group, by, source);
        return this;
    }

    // --- receiving --------------------------------------------------------------------------------------------------

    /** Each datagram from now on, until it is closed. */
    public UdpSocket onReceive(DatagramCallback callback) {
        checkOpen();
        if (receiving.isUnderWay()) {
            throw new IllegalStateException("a batch is being received on " + this);
        }
        inbox.callback(callback);
        return this;
    }

    /** Leaves what comes to the system, which drops what its buffer can't hold; a few that came already still come. */
    public void pause() {
        core.checkOwner();
        inbox.pause(true);
    }

    public void resume() {
        core.checkOwner();
        inbox.pause(false);
    }

    /** One call for as many as have come, at least one, up to the batch's size. One at a time. */
    public void receive(BufferBatch into, BatchCallback callback) {
        checkOpen();
        if (inbox.isInUse()) {
            throw new IllegalStateException("what " + this + " receives goes to its callback; use one or the other");
        }
        receiving.receive(into, callback);
    }

    // --- sending ----------------------------------------------------------------------------------------------------

    /** To whom it is connected. */
    public Sent send(Buffer buffer) {
        return send(buffer, null, null);
    }

    /** The address is copied: it may be used again at once. */
    public Sent send(Buffer buffer, NativeAddress to) {
        return send(buffer, to, null);
    }

    /**
     * What is readable of the buffer as one datagram. ACCEPTED: the buffer is the socket's, which frees it; FULL: it is
     * still the caller's, and {@link #onWritable} will be told; CLOSED: it was freed.
     */
    public Sent send(Buffer buffer, @Nullable NativeAddress to, @Nullable SendOptions with) {
        core.checkOwner();
        if (reason != null) {
            core.taken(buffer);
            buffer.free();
            return Sent.CLOSED;
        }
        Sent sent = outbox.send(buffer, to, with);
        if (sent == Sent.ACCEPTED) {
            core.taken(buffer);
        }
        return sent;
    }

    /** The first {@link BufferBatch#count} in one call, not before it would not block. One at a time. */
    public void send(BufferBatch from, BatchCallback callback) {
        checkOpen();
        sending.send(from, callback);
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /** Receives no more; what was accepted to be sent still goes, for at most a second. */
    public void close() {
        core.checkOwner();
        end(CloseReason.HERE);
    }

    @Override
    void end(CloseReason why) {
        if (reason != null) {
            return;
        }
        reason = why;
        inbox.end();
        receiving.end();
        if (why.kind() == CloseReason.Kind.CLOSED_HERE && !outbox.isEmpty()) {
            core.cpu.schedule(drained, DRAIN_NANOS);
        } else {
            abort();
        }
        finishIfIdle();
    }

    /** Also of one that is closing, and still has something to send. */
    void endAtOnce(CloseReason why) {
        mayClose &= why.error() != IoError.BACKEND_FAILED;
        end(why);
        abort();
    }

    private void abort() {
        isAborting = true;
        outbox.abort();
        sending.end();
        finishIfIdle();
    }

    void finishIfIdle() {
        boolean isIdle = inbox.isIdle() && outbox.isEmpty() && !receiving.isUnderWay() && !sending.isUnderWay();
        if (reason == null || isClosed || !isIdle) {
            return;
        }
        isClosed = true;
        drained.cancel();
        inbox.close();
        outbox.close();
        receiving.close();
        sending.close();
        core.remove(member);
        if (mayClose) {
            core.cpu.backend().sockets().close(handle);
        }
        tellClosed(reason);
    }

    // --- for its halves ---------------------------------------------------------------------------------------------

    long handle() {
        return handle;
    }

    @Override
    boolean isEnding() {
        return reason != null;
    }

    boolean isAborting() {
        return isAborting;
    }

    @Override
    UdpSocket self() {
        return this;
    }

    private void checkOpen() {
        core.checkOwner();
        if (reason != null) {
            throw new IllegalStateException(this + " is closed, or closing");
        }
    }

    private static void checkResolved(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException(address + " is not resolved: give an address, or the wildcard");
        }
    }

    @Override
    public String toString() {
        return "datagram socket " + Operation.plainHandle(handle) + " at " + address + " on Cpu " + core.cpu.index()
                + (reason == null ? "" : " (" + reason + ")");
    }
}

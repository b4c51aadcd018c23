package dev.gatun.net;

import dev.gatun.Cpu;
import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.Timer;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on one Cpu, of TCP or of UNIX streams, and hands each to the application as a {@link NetStream}.
 * When the system has no handle or memory left it pauses, and goes on when a stream was closed or some time has passed;
 * who wants to connect waits in the backlog. Its Cpu's thread alone; for all cores of a runtime there is
 * {@link NetServer}.
 */
public final class NetListener implements NetCore.Member, IoCallback {
    private static final long PAUSE_NANOS = 100_000_000;

    /** Sets that are there before they are needed: to load the class of a switch takes a handle, and there is none. */
    private static final Set<IoError> PASSES =
            EnumSet.of(IoError.ABORTED, IoError.RESET, IoError.INTERRUPTED, IoError.WOULD_BLOCK, IoError.CANCELLED);

    private static final Set<IoError> ENDS = EnumSet.of(
            IoError.BAD_HANDLE, IoError.INVALID, IoError.NOT_SUPPORTED, IoError.CLOSED, IoError.BACKEND_FAILED);

    /** What becomes of a connection that was accepted: its handle is the taker's. */
    @FunctionalInterface
    interface Taker {
        void take(long handle);
    }

    private final NetCore core;
    private final long handle;
    private final OptionSetter options;
    private final List<OptionOutcome> outcomes;
    private final SocketAddress address;
    private final Taker taker;
    private final IoFuture future;
    private final boolean acceptsMany;
    private final Timer pause = new Timer(_ -> accept());
    private long accepted;
    private long pauses;
    private @Nullable Consumer<CloseReason> onClose;
    private @Nullable CloseReason reason;
    private boolean isClosed;

    /**
     * Listens, on the Cpu's thread. {@code onStream} is told of each connection; an exception that it throws ends that
     * connection alone. Port 0 is any that is free: see {@link #address}. A UNIX path must not exist, and stays when
     * the listener is closed.
     *
     * @throws NetException with the system's reason
     * @throws OptionsRefusedException where a strict configuration is not met
     */
    public static NetListener open(Cpu cpu, SocketAddress at, NetConfig config, Consumer<NetStream> onStream)
            throws NetException {
        NetCore core = NetCore.of(cpu);
        AcceptedStreams streams = new AcceptedStreams(core, onStream, null);
        NetListener listener = open(core, at, config, streams);
        streams.like(listener.options, listener.outcomes);
        listener.start();
        return listener;
    }

    /** Listening, and not accepting yet. */
    static NetListener open(NetCore core, SocketAddress at, NetConfig config, Taker taker) throws NetException {
        core.checkOwner();
        if (at instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException(at + " is not resolved: listen at an address, or at the wildcard");
        }
        Family family = ConnectAttempt.familyOf(at);
        Sockets sockets = core.cpu.backend().sockets();
        long handle = sockets.open(family, Sockets.Type.STREAM);
        if (handle < 0) {
            throw new NetException("listen at " + at, IoError.of((int) handle));
        }
        NativeAddress address = core.lendAddress();
        try {
            OptionSetter options = new OptionSetter(sockets, config, SocketRole.LISTENER, family);
            List<OptionOutcome> outcomes = options.apply(handle);
            address.set(at);
            check("bind to " + at, sockets.bind(handle, address.address(), address.length()));
            check("listen at " + at, sockets.listen(handle, config.backlog()));
            check("the address of " + at, address.setToLocalOf(handle));
            return new NetListener(core, handle, options, outcomes, address.get(), taker);
        } catch (NetException | RuntimeException e) {
            sockets.close(handle);
            throw e;
        } finally {
            core.giveBack(address);
        }
    }

    private NetListener(
            NetCore core,
            long handle,
            OptionSetter options,
            List<OptionOutcome> outcomes,
            SocketAddress address,
            Taker taker) {
        this.core = core;
        this.handle = handle;
        this.options = options;
        this.outcomes = outcomes;
        this.address = address;
        this.taker = taker;
        acceptsMany = core.cpu.capabilities().supports(Feature.MULTISHOT_ACCEPT);
        future = core.cpu.newFuture().onComplete(this);
        core.add(this);
    }

    private static void check(String what, int result) throws NetException {
        if (result < 0) {
            throw new NetException(what, IoError.of(result));
        }
    }

    void start() {
        accept();
    }

    public Cpu cpu() {
        return core.cpu;
    }

    /** Where it listens, with the port that was chosen. */
    public SocketAddress address() {
        return address;
    }

    /** What became of each option; its connections have them too, where they mean something to a connection. */
    public List<OptionOutcome> options() {
        return outcomes;
    }

    /** Connections so far. */
    public long accepted() {
        return accepted;
    }

    /** How often the system had no handle or memory for one. */
    public long pauses() {
        return pauses;
    }

    public boolean isOpen() {
        return reason == null;
    }

    /** Told once, when it is closed. */
    public NetListener onClose(Consumer<CloseReason> callback) {
        core.checkOwner();
        onClose = callback;
        return this;
    }

    /** Accepts no more; connections that were accepted live on, those in the backlog are refused. */
    public void close() {
        core.checkOwner();
        end(CloseReason.HERE);
    }

    @Override
    public void end(CloseReason why) {
        if (reason != null) {
            return;
        }
        reason = why;
        pause.cancel();
        if (future.isArmed()) {
            future.cancel();
        } else {
            finish(true);
        }
    }

    @Override
    public void onHandleFreed() {
        if (pause.isScheduled()) {
            pause.cancel();
            accept();
        }
    }

    private void accept() {
        if (reason != null || future.isArmed()) {
            return;
        }
        if (acceptsMany) {
            future.acceptMany(handle);
        } else {
            future.accept(handle);
        }
    }

    @Override
    public void onComplete(IoFuture done) {
        int result = done.result();
        boolean isArmed = done.isArmed();
        if (reason != null) {
            if (result >= 0) {
                core.cpu.backend().sockets().close(result);
            }
            if (!isArmed) {
                finish(result != IoError.BACKEND_FAILED.result());
            }
            return;
        }
        if (result >= 0) {
            accepted++;
            taker.take(result);
        } else {
            onError(IoError.of(result));
        }
        if (!isArmed && !pause.isScheduled()) {
            accept();
        }
    }

    /** Of a connection that broke before it was accepted the next one knows nothing; the rest needs time. */
    private void onError(IoError error) {
        if (ENDS.contains(error)) {
            end(CloseReason.failed(error));
        } else if (!PASSES.contains(error)) {
            pauses++;
            core.cpu.schedule(pause, PAUSE_NANOS);
        }
    }

    private void finish(boolean mayClose) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        future.close();
        core.remove(this);
        if (mayClose) {
            core.cpu.backend().sockets().close(handle);
        }
        if (onClose != null) {
            onClose.accept(reason == null ? CloseReason.HERE : reason);
        }
    }

    @Override
    public String toString() {
        return "listener " + Operation.plainHandle(handle) + " at " + address + " on Cpu " + core.cpu.index()
                + (reason == null ? "" : " (" + reason + ")");
    }
}

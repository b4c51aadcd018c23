package dev.gatun.net;

import dev.gatun.Timer;
import dev.gatun.spi.IoError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being made: to one address, or to the first of several that answers. Attempts begin a quarter of
 * a second apart, or at once when one fails, and go on side by side (RFC 8305). Its Cpu's thread alone, until the
 * callback was told.
 */
public final class Connecting implements NetCore.Member {
    private static final Logger LOG = System.getLogger("dev.gatun");

    /** RFC 8305, 8: the recommended "Connection Attempt Delay". */
    static final long STAGGER_NANOS = 250_000_000;

    private final NetCore core;
    private final String target;
    private final NetConfig config;
    private final ConnectCallback callback;
    private final ArrayDeque<SocketAddress> untried = new ArrayDeque<>();
    private final List<ConnectAttempt> attempts = new ArrayList<>();
    private final Timer stagger = new Timer(_ -> tryNextOf());
    private final Timer limit = new Timer(_ -> fail(IoError.TIMED_OUT));
    private @Nullable NetException untold;
    private boolean isOver;

    private Connecting(NetCore core, String target, NetConfig config, Duration within, ConnectCallback callback) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("a connect within " + within + " can't be: give it some time");
        }
        this.core = core;
        this.target = target;
        this.config = config;
        this.callback = callback;
        core.add(this);
        core.cpu.schedule(limit, within.toNanos());
    }

    static Connecting begin(
            NetCore core, SocketAddress to, NetConfig config, Duration within, ConnectCallback callback) {
        core.checkOwner();
        if (to instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException(
                    to + " is a name: give it and a NameResolver, or an address that is resolved");
        }
        Connecting connecting = new Connecting(core, to.toString(), config, within, callback);
        connecting.untried.add(to);
        try {
            connecting.tryNext();
        } catch (RuntimeException e) {
            connecting.leave();
            throw e;
        }
        return connecting;
    }

    static Connecting begin(
            NetCore core,
            String host,
            int port,
            NameResolver resolver,
            NetConfig config,
            Duration within,
            ConnectCallback callback) {
        core.checkOwner();
        Connecting connecting = new Connecting(core, host + ":" + port, config, within, callback);
        resolver.resolve(core.cpu, host, (addresses, error) -> {
            if (error != null) {
                connecting.fail(error);
                return;
            }
            NameResolver.inTurns(addresses).forEach(a -> connecting.untried.add(new InetSocketAddress(a, port)));
            connecting.tryNextOf();
        });
        return connecting;
    }

    /** Gives up; the callback is told CANCELLED, unless it was told before. */
    public void cancel() {
        core.checkOwner();
        fail(IoError.CANCELLED);
    }

    @Override
    public void end(CloseReason reason) {
        fail(reason.asError());
        tellIfOver();
    }

    // --- attempts ---------------------------------------------------------------------------------------------------

    /** A strict configuration that a name's address does not meet is a failure like any other. */
    private void tryNextOf() {
        try {
            tryNext();
        } catch (OptionsRefusedException e) {
            LOG.log(Level.WARNING, "Gatun: connect to {0}: {1}", target, e.getMessage());
            onAttemptFailed(IoError.NOT_SUPPORTED);
        }
    }

    private void tryNext() {
        SocketAddress to = isOver ? null : untried.poll();
        if (to == null) {
            return;
        }
        stagger.cancel();
        int result = ConnectAttempt.begin(this, core, config, to);
        if (result < 0) {
            onAttemptFailed(IoError.of(result));
        } else if (!untried.isEmpty()) {
            core.cpu.schedule(stagger, STAGGER_NANOS);
        }
    }

    void began(ConnectAttempt attempt) {
        attempts.add(attempt);
    }

    /** It is nobody's any more: somebody else won, or the time was up. */
    boolean isOver() {
        return isOver;
    }

    void onConnected(ConnectAttempt winner) {
        attempts.remove(winner);
        leave();
        NetStream stream = winner.toStream();
        try {
            callback.onConnected(stream, null);
        } catch (RuntimeException e) {
            stream.onHandlerFailed(e);
        }
    }

    void onFailed(ConnectAttempt attempt, IoError error) {
        attempts.remove(attempt);
        onAttemptFailed(error);
    }

    private void onAttemptFailed(IoError error) {
        if (!untried.isEmpty()) {
            tryNextOf();
        } else if (attempts.isEmpty()) {
            fail(error);
        }
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    private void fail(IoError error) {
        if (isOver) {
            return;
        }
        leave();
        untold = new NetException("connect to " + target, error);
        core.cpu.execute(this::tellIfOver);
    }

    /** The attempts that are left close what they have. */
    private void leave() {
        isOver = true;
        limit.cancel();
        stagger.cancel();
        core.remove(this);
        List.copyOf(attempts).forEach(ConnectAttempt::giveUp);
        attempts.clear();
    }

    private void tellIfOver() {
        NetException failure = untold;
        if (failure == null) {
            return;
        }
        untold = null;
        try {
            callback.onConnected(null, failure);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Gatun: the callback of a connect to " + target + " failed", e);
        }
    }
}

package dev.gatun.net;

import dev.gatun.IoCallback;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;

/** One socket on its way to one address. Its handle is its own until it becomes a stream's. Its Cpu's thread alone. */
final class ConnectAttempt implements IoCallback {
    private final Connecting owner;
    private final NetCore core;
    private final long handle;
    private final List<OptionOutcome> options;
    private final NativeAddress to;
    private final IoFuture future;

    private ConnectAttempt(Connecting owner, NetCore core, long handle, List<OptionOutcome> options, NativeAddress to) {
        this.owner = owner;
        this.core = core;
        this.handle = handle;
        this.options = options;
        this.to = to;
        future = core.cpu.newFuture().onComplete(this);
    }

    /** 0, or an error: then nothing is left of it. */
    static int begin(Connecting owner, NetCore core, NetConfig config, SocketAddress address) {
        Sockets sockets = core.cpu.backend().sockets();
        NativeAddress to = core.lendAddress();
        Family family = familyOf(address);
        long handle = -1;
        try {
            to.set(address);
            handle = sockets.open(family, Sockets.Type.STREAM);
            if (handle < 0) {
                core.giveBack(to);
                return (int) handle;
            }
            List<OptionOutcome> options =
                    new OptionSetter(sockets, config, SocketRole.CONNECTING, family).apply(handle);
            ConnectAttempt attempt = new ConnectAttempt(owner, core, handle, options, to);
            owner.began(attempt);
            attempt.future.connect(handle, to);
            return 0;
        } catch (OptionsRefusedException | IllegalArgumentException e) {
            core.giveBack(to);
            if (handle >= 0) {
                sockets.close(handle);
            }
            throw e;
        }
    }

    static Family familyOf(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return Family.UNIX;
        }
        if (!(address instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException(
                    address + " is of no family known here: give an InetSocketAddress or a UnixDomainSocketAddress");
        }
        return inet.getAddress() instanceof Inet6Address ? Family.INET6 : Family.INET4;
    }

    @Override
    public void onComplete(IoFuture done) {
        core.giveBack(to);
        int result = done.result();
        if (owner.isOver()) {
            close(result);
        } else if (result < 0) {
            close(result);
            owner.onFailed(this, IoError.of(result));
        } else {
            owner.onConnected(this);
        }
    }

    /** What it has is closed when the kernel has answered. */
    void giveUp() {
        future.cancel();
    }

    NetStream toStream() {
        return new NetStream(core, handle, StreamOrigin.of(options, null), future);
    }

    private void close(int result) {
        future.close();
        if (result != IoError.BACKEND_FAILED.result()) {
            core.cpu.backend().sockets().close(handle);
        }
    }
}

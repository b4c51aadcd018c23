package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * An echo server over Gatun's verbs: the twin of {@code echo_liburing.c} and {@code echo_epoll.c}. One pinned thread.
 *
 * <p>Arguments: {@code backend=io_uring cpu=0 mode=spin|park}.
 */
public final class GatunEcho {
    private final Cpu cpu;
    private final long listener;
    private final SocketOptions options = new SocketOptions();
    private final IoFuture accept;
    private boolean stopped;

    final ServedCounters counters = new ServedCounters();

    private GatunEcho(Cpu cpu) {
        this.cpu = cpu;
        listener = require(cpu.backend().sockets().open(Sockets.Family.INET4, Sockets.Type.STREAM));
        accept = cpu.newFuture().onComplete(this::onAccept);
    }

    public static void main(String[] arguments) {
        Cpu cpu = PinnedCpu.open(new Arguments(arguments));
        GatunEcho server = new GatunEcho(cpu);
        int port = server.listen();
        ServerReports reports = new ServerReports(cpu, server.counters, server::stop);
        reports.start(port);
        while (!server.stopped) {
            cpu.tickOrPark();
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private int listen() {
        Sockets sockets = cpu.backend().sockets();
        NativeAddress address = cpu.newAddress().set(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        require(sockets.bind(listener, address.address(), address.length()));
        require(sockets.listen(listener, 1024));
        int length = (int) require(sockets.localAddress(listener, address.address()));
        accept.acceptMany(listener);
        return ((InetSocketAddress) sockets.readAddress(address.address(), length)).getPort();
    }

    private void onAccept(IoFuture future) {
        long socket = require(future.result());
        options.noDelay(socket);
        counters.connections++;
        new EchoConnection(this, cpu, cpu.adopt(socket)).start();
        if (!future.isArmed()) {
            future.acceptMany(listener);
        }
    }

    /** Nothing is in flight on it any more, so it needs no operation to close it. */
    void end(long socket) {
        require(cpu.backend().sockets().close(socket));
    }

    private void stop() {
        stopped = true;
    }

    private static long require(long result) {
        if (result < 0) {
            throw new IllegalStateException(IoError.of((int) result).meaning());
        }
        return result;
    }
}

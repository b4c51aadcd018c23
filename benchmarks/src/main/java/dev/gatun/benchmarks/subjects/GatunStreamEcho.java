package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * An echo server as an application writes it, over streams: what a connection takes is what a service pays. One pinned
 * thread.
 *
 * <p>Arguments: {@code backend=io_uring cpu=0 mode=spin|park}.
 */
public final class GatunStreamEcho {
    private final ServedCounters counters = new ServedCounters();
    private boolean stopped;

    private GatunStreamEcho() {}

    public static void main(String[] arguments) throws NetException {
        new GatunStreamEcho().serve(PinnedCpu.open(new Arguments(arguments)));
    }

    private void serve(Cpu cpu) throws NetException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NetListener listener = NetListener.open(cpu, anyPort, NetConfig.lowLatency(), this::take);
        new ServerReports(cpu, counters, () -> stopped = true)
                .start(((InetSocketAddress) listener.address()).getPort());
        while (!stopped) {
            cpu.tickOrPark();
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }

    private void take(NetStream stream) {
        counters.connections++;
        stream.onReceive((same, buffer) -> {
            counters.bytes += buffer.readable();
            same.send(buffer);
        });
    }
}

package dev.gatun.benchmarks.subjects;

import dev.gatun.Cpu;
import dev.gatun.examples.http.HttpServer;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server of the examples, as it is, on one pinned thread. Its "bytes" are the requests that it answered.
 *
 * <p>Arguments: {@code backend=io_uring cpu=0 mode=park}.
 */
public final class GatunHttp {
    private final Cpu cpu;
    private boolean stopped;

    private final ServedCounters counters = new ServedCounters() {
        @Override
        void refresh() {
            bytes = HttpServer.answered(cpu);
        }
    };

    private GatunHttp(Cpu cpu) {
        this.cpu = cpu;
    }

    public static void main(String[] arguments) throws NetException {
        new GatunHttp(PinnedCpu.open(new Arguments(arguments))).run();
    }

    private void run() throws NetException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NetListener listener = NetListener.open(cpu, any, HttpServer.CONFIG, stream -> {
            counters.connections++;
            HttpServer.serve(stream);
        });
        new ServerReports(cpu, counters, () -> stopped = true)
                .start(((InetSocketAddress) listener.address()).getPort());
        while (!stopped) {
            cpu.tickOrPark();
        }
        cpu.close(TimeUnit.SECONDS.toNanos(1));
    }
}

package dev.gatun.backend.epoll;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.NativeAddress;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoError;
import dev.gatun.testkit.contract.SystemCallFilter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process whose accepts and sends of datagrams the kernel refuses, for its first argument and its second, and that
 * tells what became of them.
 */
public final class RefusedCallsMain {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);
    private static final int PAUSES = 3;
    private static final int DATAGRAMS = 3;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final PrintStream out = System.out;
    private final Cpu cpu = Cpu.standalone(new EpollProvider(), CpuConfig.DEFAULT);

    private RefusedCallsMain() {}

    public static void main(String[] arguments) throws IOException {
        SystemCallFilter.refuse(Syscalls.__NR_accept4(), Integer.parseInt(arguments[0]));
        SystemCallFilter.refuse(Syscalls.__NR_sendmmsg(), Integer.parseInt(arguments[1]));
        new RefusedCallsMain().tell();
    }

    private void tell() throws IOException {
        NetListener listener = NetListener.open(cpu, LOOPBACK, NetConfig.systemDefaults(), _ -> {});
        try (SocketChannel client = SocketChannel.open(listener.address())) {
            long start = cpu.nowNanos();
            until(() -> listener.pauses() == PAUSES);
            out.println("pauses: " + TimeUnit.NANOSECONDS.toMillis(cpu.nowNanos() - start) / (PAUSES - 1) + " ms each");
            out.println("accepted: " + listener.accepted());
            out.println("listens: " + (listener.isOpen() && client.isConnected()));
        }
        List<IoError> errors = new ArrayList<>();
        UdpSocket socket = UdpSocket.open(cpu, LOOPBACK, NetConfig.systemDefaults());
        socket.onError(errors::add);
        NativeAddress to = cpu.newAddress().set(socket.address());
        for (int i = 0; i < DATAGRAMS; i++) {
            socket.send(Objects.requireNonNull(cpu.buffers().allocate(1)).writeByte(i), to);
        }
        until(() -> errors.size() == DATAGRAMS);
        out.println("datagrams: " + errors + ", " + socket.sent() + " sent, " + (socket.isOpen() ? "open" : "closed"));
        out.println("clean: "
                + (cpu.buffers().leaks().isEmpty() && cpu.close(LIMIT_NANOS).isClean()));
    }

    private void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            cpu.tick();
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException("it did not happen");
            }
        }
    }
}

package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Sockets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How many blocks lie in the ring: few, until they are too few. */
class BufferRingTest {
    private static final int SOCKETS = 8;
    private static final int EACH = 60;
    private static final int TICKS_MAX = 100_000;

    private final Cpu cpu = open();
    private final BufferRing ring = ((IoUringBackend) cpu.backend()).parts().buffers();
    private final Sockets sockets = cpu.backend().sockets();
    private final int[] received = new int[SOCKETS];

    private static Cpu open() {
        IoUringProvider provider = new IoUringProvider();
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        Cpu opened = Cpu.standalone(provider, CpuConfig.DEFAULT);
        Assumptions.assumeTrue(
                ((IoUringBackend) opened.backend()).parts().buffers().works(), "this kernel has no buffer rings");
        return opened;
    }

    @AfterEach
    void close() {
        cpu.close(TimeUnit.SECONDS.toNanos(5));
    }

    private InetSocketAddress bind(long socket) {
        NativeAddress address = cpu.newAddress().set(new InetSocketAddress("127.0.0.1", 0));
        assertEquals(0, sockets.bind(socket, address.address(), address.length()));
        int length = sockets.localAddress(socket, address.address());
        return (InetSocketAddress) sockets.readAddress(address.address(), length);
    }

    private void onDatagram(IoFuture future, int number) {
        Buffer buffer = future.buffer();
        if (buffer != null) {
            assertEquals(received[number]++, buffer.getInt(0), "in order, and none is missing");
            buffer.free();
        }
    }

    @Test
    void itGrowsWhenTheKernelFoundNoneAndNothingIsLost() throws IOException {
        List<Long> open = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            int number = i;
            long socket = sockets.open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
            open.add(socket);
            addresses.add(bind(socket));
            cpu.newFuture().onComplete(future -> onDatagram(future, number)).receiveFromMany(socket);
        }
        cpu.tick();
        assertEquals(64, ring.held(), "a few, to begin with");
        try (DatagramSocket sender = new DatagramSocket()) { // not by the loop: it must find all of it at once
            for (int i = 0; i < SOCKETS * EACH; i++) {
                byte[] number =
                        ByteBuffer.allocate(Integer.BYTES).putInt(i / SOCKETS).array();
                sender.send(new DatagramPacket(number, number.length, addresses.get(i % SOCKETS)));
            }
        }
        for (int ticks = 0; sum() < SOCKETS * EACH && ticks < TICKS_MAX; ticks++) {
            cpu.tick();
        }
        assertEquals(SOCKETS * EACH, sum());
        assertTrue(ring.held() > 64, () -> ring.held() + " are held after the kernel ran out");
        open.forEach(sockets::close);
    }

    private int sum() {
        int sum = 0;
        for (int count : received) {
            sum += count;
        }
        return sum;
    }
}

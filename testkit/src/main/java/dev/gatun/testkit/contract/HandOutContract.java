package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoRuntime;
import dev.gatun.Placement;
import dev.gatun.RuntimeConfig;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetServer;
import dev.gatun.spi.IoBackendProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One acceptor that hands connections out to cores that are busy, have failed, start again or stop: a connection is
 * served by somebody, or its client sees the end; none is forgotten. The clients are the JDK's.
 */
@Timeout(60)
public abstract class HandOutContract {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);
    private static final int CORES = 3;
    private static final int BUSY = 1;

    /** So many messages wait at most between two cores. */
    private static final int BETWEEN_CORES = 128;

    private final AtomicIntegerArray served = new AtomicIntegerArray(CORES);
    private final List<Socket> clients = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    protected HandOutContract() {}

    protected abstract IoBackendProvider provider();

    @BeforeEach
    final void skipWhereThereIsNone() {
        IoBackendProvider.Usability usability = provider().probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
    }

    @AfterEach
    final void hangUp() throws IOException {
        released.countDown();
        for (Socket client : clients) {
            client.close();
        }
    }

    private IoRuntime start(int restarts) {
        return IoRuntime.start(RuntimeConfig.DEFAULT
                .withProviders(provider())
                .withCores(CORES)
                .withPlacement(Placement.ANYWHERE)
                .withCloseOnShutdown(false)
                .withOnFailure(RuntimeConfig.OnFailure.RESTART, restarts)
                .withCpu(CpuConfig.DEFAULT));
    }

    private NetServer echo(IoRuntime runtime) throws IOException {
        return NetServer.listen(runtime, LOOPBACK, NetConfig.systemDefaults().withBacklog(1024), stream -> {
            served.incrementAndGet(stream.cpu().index());
            stream.onReceive((same, buffer) -> same.send(buffer));
        });
    }

    private void connect(NetServer server, int count) throws IOException {
        int port = ((InetSocketAddress) server.address()).getPort();
        for (int i = 0; i < count; i++) {
            clients.add(new Socket("127.0.0.1", port));
        }
    }

    private static void fail(IoRuntime runtime, int core) {
        assertTrue(runtime.cpu(core).requestRun(_ -> {
            throw new IllegalStateException("planted");
        }));
    }

    /** The core does nothing else until it is released. */
    private void keepBusy(IoRuntime runtime) throws InterruptedException {
        CountDownLatch isBusy = new CountDownLatch(1);
        assertTrue(runtime.cpu(BUSY).requestRun(_ -> {
            isBusy.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        isBusy.await();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private void assertAllAreServed() throws IOException {
        for (int i = 0; i < clients.size(); i++) {
            Socket client = clients.get(i);
            client.setSoTimeout(20_000);
            client.getOutputStream().write(i & 0x7F);
            assertEquals(i & 0x7F, client.getInputStream().read(), "the echo of client " + i);
        }
    }

    @Test
    void theCoresThatAreLeftShareWhatAFailedOneWouldHave() throws IOException {
        try (IoRuntime runtime = start(0);
                NetServer server = echo(runtime)) {
            fail(runtime, BUSY);
            until(() -> !runtime.isRunning(BUSY));
            connect(server, 12);
            assertAllAreServed();
            assertEquals("[6, 0, 6]", served.toString());
        }
    }

    @Test
    void aCoreThatStartsAgainGetsItsShareAgain() throws IOException {
        try (IoRuntime runtime = start(1);
                NetServer server = echo(runtime)) {
            connect(server, 3);
            assertAllAreServed();
            Cpu failed = runtime.cpu(BUSY);
            fail(runtime, BUSY);
            until(() -> runtime.cpu(BUSY) != failed && runtime.isRunning(BUSY));
            assertTrue(clients.remove(BUSY).getInputStream().read() < 0, "the failed core's connection ends");
            connect(server, 4);
            assertAllAreServed();
            assertEquals("[2, 3, 2]", served.toString());
        }
    }

    @Test
    void whatABusyCoresQueueCanNotHoldIsTakenByOthers() throws Exception {
        try (IoRuntime runtime = start(0);
                NetServer server = echo(runtime)) {
            keepBusy(runtime);
            connect(server, CORES * BETWEEN_CORES + 60);
            until(() -> served.get(0) + served.get(2) == clients.size() - BETWEEN_CORES);
            released.countDown();
            assertAllAreServed();
            assertEquals(BETWEEN_CORES, served.get(BUSY));
        }
    }

    /** They wait at its port while it ends: in its last turns it closes them. */
    @Test
    void connectionsOnTheirWayToACoreThatFailsSeeTheEnd() throws Exception {
        try (IoRuntime runtime = start(0);
                NetServer server = echo(runtime)) {
            keepBusy(runtime);
            fail(runtime, BUSY);
            connect(server, 3 * 20);
            until(() -> served.get(0) + served.get(2) == 2 * 20);
            released.countDown();
            until(() -> !runtime.isRunning(BUSY));
            int ended = 0;
            for (Socket client : clients) {
                client.setSoTimeout(20_000);
                client.getOutputStream().write(1);
                ended += read(client) < 0 ? 1 : 0;
            }
            assertEquals(20, ended);
            assertEquals(0, served.get(BUSY));
        }
    }

    private static int read(Socket client) throws IOException {
        try {
            return client.getInputStream().read();
        } catch (SocketException _) {
            return -1;
        }
    }

    /** It is given no time for last turns: what waits at its port is told that it was not delivered. */
    @Test
    void connectionsOnTheirWayToACoreThatIsStoppedSeeTheEnd() throws Exception {
        try (IoRuntime runtime = start(0);
                NetServer server = echo(runtime)) {
            keepBusy(runtime);
            connect(server, 3 * 20);
            until(() -> served.get(0) + served.get(2) == 2 * 20);
            Thread stopping = Thread.ofPlatform().start(() -> runtime.close(Duration.ZERO));
            until(() -> !runtime.isRunning(0) && !runtime.isRunning(2));
            released.countDown();
            stopping.join();
            for (int i = BUSY; i < clients.size(); i += CORES) { // the cores took turns
                clients.get(i).setSoTimeout(20_000);
                assertTrue(read(clients.get(i)) < 0, "client " + i);
            }
            assertEquals(0, served.get(BUSY));
        }
    }
}

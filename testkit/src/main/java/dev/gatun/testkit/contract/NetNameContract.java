package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Workers;
import dev.gatun.net.NameResolver;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Names: looked up by workers, remembered, and tried address by address. */
interface NetNameContract {
    NetDriver net();

    /** Answers without asking anybody, and counts. */
    final class Book implements NameResolver.Lookup {
        final AtomicInteger lookups = new AtomicInteger();
        private final String[] addresses;

        Book(String... addresses) {
            this.addresses = addresses;
        }

        @Override
        public InetAddress[] lookUp(String host) throws UnknownHostException {
            lookups.incrementAndGet();
            if (addresses.length == 0) {
                throw new UnknownHostException(host);
            }
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        }
    }

    private NetDriver.Outcome connect(NameResolver resolver, int port) {
        NetDriver.Outcome outcome = new NetDriver.Outcome();
        NetStream.connect(
                net().cpu(), "a.name", port, resolver, NetConfig.systemDefaults(), NetDriver.PATIENCE, outcome::tell);
        net().until(() -> outcome.told > 0, "the outcome");
        return outcome;
    }

    /** A simulated clock leaps over whatever a worker takes. */
    private void assumeWorkersKeepTime() {
        Assumptions.assumeFalse(
                net().driver().ground().provider().name().equals("simulated"), "workers run in real time");
    }

    private static NameResolver resolver(Workers workers, Book book, Duration keep, int namesMax) {
        return new NameResolver(workers, new NameResolver.Settings(namesMax, keep, keep), book);
    }

    @Test
    default void aNameIsLookedUpOnceAndTheNextAddressTakenWhenOneFails() {
        assumeWorkersKeepTime();
        try (Workers workers = new Workers(1, 8)) {
            List<NetStream> accepted = new ArrayList<>();
            NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), accepted);
            int port = ((InetSocketAddress) listener.address()).getPort();
            Book book = new Book("127.0.0.1", "::1"); // nobody listens at the second, which is tried first
            NameResolver resolver = resolver(workers, book, Duration.ofHours(1), 4);
            for (int i = 1; i <= 3; i++) {
                NetDriver.Outcome outcome = connect(resolver, port);
                assertNull(outcome.failure);
                assertNotNull(outcome.stream);
                assertEquals(1, book.lookups.get());
            }
            listener.close();
        }
    }

    /** The first address is a black hole: the second is not kept waiting for its end. */
    @Test
    default void aSilentAddressDoesNotHoldUpTheNext() {
        assumeWorkersKeepTime();
        try (Workers workers = new Workers(1, 8)) {
            List<NetStream> accepted = new ArrayList<>();
            NetListener listener = net().listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), accepted);
            int port = ((InetSocketAddress) listener.address()).getPort();
            InetSocketAddress silent = new InetSocketAddress("::1", port);
            long full = net().driver().bound(Sockets.Family.INET6, Sockets.Type.STREAM, silent);
            Driver.check("listen", net().driver().sockets().listen(full, 1));
            NetDriver.Outcome filled = new NetDriver.Outcome();
            for (int i = 0; i < 8 && filled.failure == null; i++) {
                filled = net().tryConnect(silent, NetConfig.systemDefaults(), Duration.ofMillis(150));
            }
            assertEquals(
                    IoError.TIMED_OUT, Objects.requireNonNull(filled.failure).error());
            long before = System.nanoTime();
            NetDriver.Outcome outcome =
                    connect(resolver(workers, new Book("127.0.0.1", "::1"), Duration.ZERO, 4), port);
            long took = System.nanoTime() - before;
            assertEquals(
                    listener.address(), Objects.requireNonNull(outcome.stream).remoteAddress());
            assertTrue(took >= 250_000_000, () -> "the first had " + took + " ns");
            assertTrue(took < NetDriver.PATIENCE.toNanos() / 2, () -> "it was waited for: " + took + " ns");
            listener.close();
        }
    }

    @Test
    default void aNameThatIsNotThereIsRememberedTooAndForgotten() {
        assumeWorkersKeepTime();
        try (Workers workers = new Workers(1, 8)) {
            Book book = new Book();
            NameResolver remembers = resolver(workers, book, Duration.ofHours(1), 4);
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        IoError.NOT_FOUND,
                        Objects.requireNonNull(connect(remembers, 1).failure).error());
                assertEquals(1, book.lookups.get());
            }
            NameResolver forgets = resolver(workers, book, Duration.ZERO, 4);
            connect(forgets, 1);
            connect(forgets, 1);
            assertEquals(3, book.lookups.get());
        }
    }

    @Test
    default void noMoreNamesAreRememberedThanSaid() {
        assumeWorkersKeepTime();
        try (Workers workers = new Workers(1, 8)) {
            Book book = new Book("127.0.0.1");
            NameResolver resolver = resolver(workers, book, Duration.ofHours(1), 2);
            for (String name : List.of("one", "two", "one", "three", "one", "two")) {
                boolean[] told = {false};
                resolver.resolve(net().cpu(), name, (addresses, error) -> {
                    assertEquals(1, addresses.size());
                    assertNull(error);
                    told[0] = true;
                });
                net().until(() -> told[0], name);
            }
            assertEquals(4, book.lookups.get(), "one, two, three, and two again, which three had driven out");
        }
    }
}

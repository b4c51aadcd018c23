package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

/**
 * Sends without copying: the terminal result says that the memory is free, so what is written there afterwards must not
 * reach the peer; and where the system can't do without a copy, it is sent all the same.
 */
public interface ZeroCopyContract {
    int ROUNDS = 24;

    Driver driver();

    @Test
    default void whatIsWrittenAfterTheResultIsNotSent() {
        driver().assumeFeature(Feature.ZERO_COPY_SEND);
        reuseMemoryAtOnce(driver().pair(), 1 << 16);
    }

    @Test
    default void aSmallSendMayBeAskedToo() {
        driver().assumeFeature(Feature.ZERO_COPY_SEND);
        reuseMemoryAtOnce(driver().pair(), 100);
    }

    @Test
    default void aFamilyThatOnlyCopiesSendsAllTheSame() {
        driver().assumeFeature(Feature.ZERO_COPY_SEND);
        driver().assumeFeature(Feature.UNIX_SOCKETS);
        String path = driver().ground().path("zero-copy");
        long listener = driver().bound(Sockets.Family.UNIX, Sockets.Type.STREAM, UnixDomainSocketAddress.of(path));
        assertEquals(0, driver().sockets().listen(listener, 8));
        IoFuture accept = driver().future();
        accept.accept(listener);
        long client = driver().open(Sockets.Family.UNIX, Sockets.Type.STREAM);
        NativeAddress to = driver().cpu().newAddress().set(UnixDomainSocketAddress.of(path));
        driver().runWell(f -> f.connect(client, to));
        long server = driver().own(driver().awaitWell(accept));
        reuseMemoryAtOnce(new Driver.Pair(client, server), 1 << 16);
    }

    @Test
    default void itIsTheKernelsUntilTheEndAndCanBeCancelled() {
        driver().assumeFeature(Feature.ZERO_COPY_SEND);
        Driver.Pair pair = driver().pair();
        Buffer out = driver().buffer(1 << 16);
        IoFuture send = driver().future();
        boolean blocked = false;
        for (int i = 0; i < 1000 && !blocked; i++) { // until nobody takes any more
            out.clear().writerIndex(1 << 16);
            send.send(pair.left(), out, Operation.ZERO_COPY);
            driver().settle();
            blocked = send.isArmed();
        }
        assertTrue(blocked, "64 MiB fitted between two sockets that nobody reads");
        assertThrows(IllegalStateException.class, out::free, "invariant 4");
        send.cancel();
        // What the peer has not read yet may still lie in the buffer: only then does the kernel let go of it.
        Buffer in = driver().buffer(1 << 16);
        IoFuture receive = driver().future();
        driver().turnUntil(
                        () -> {
                            if (!receive.isArmed()) {
                                in.clear();
                                receive.receive(pair.right(), in);
                            }
                            return !send.isArmed();
                        },
                        send::toString);
        assertTrue(send.result() > 0 || send.error().orElseThrow() == IoError.CANCELLED, send::toString);
        receive.cancel();
        driver().await(receive);
        in.free();
        out.free();
    }

    /** Each round sends another byte, many times over, out of the same memory. */
    private void reuseMemoryAtOnce(Driver.Pair pair, int bytes) {
        Buffer out = driver().buffer(bytes);
        Buffer in = driver().buffer(bytes);
        IoFuture send = driver().future();
        IoFuture receive = driver().future();
        long[] received = {0};
        receive.onComplete(f -> {
            assertTrue(f.result() > 0, f::toString);
            for (int i = 0; i < in.readable(); i++) {
                assertEquals((int) (received[0]++ / bytes), in.getByte(in.readerIndex() + i), "of byte " + received[0]);
            }
            if (received[0] < (long) ROUNDS * bytes) {
                f.receive(pair.right(), in.clear());
            }
        });
        receive.receive(pair.right(), in);
        for (int round = 0; round < ROUNDS; round++) {
            out.clear();
            for (int i = 0; i < bytes; i++) {
                out.writeByte(round);
            }
            while (out.readable() > 0) {
                send.send(pair.left(), out, Operation.ZERO_COPY);
                driver().awaitWell(send);
            }
        }
        driver().await(receive);
        assertEquals((long) ROUNDS * bytes, received[0]);
        out.free();
        in.free();
    }
}

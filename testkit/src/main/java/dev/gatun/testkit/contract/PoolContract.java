package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.IoFuture;
import dev.gatun.spi.Capabilities.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Receiving into buffers of the pool, once and many times; and what happens when it has none. */
public interface PoolContract {
    Driver driver();

    @Test
    default void aBufferIsTakenWhenDataIsThere() {
        driver().assumeFeature(Feature.POOL_BUFFERS);
        Driver.Pair pair = driver().pair();
        IoFuture receive = driver().future();
        receive.receivePooled(pair.right());
        driver().settle();
        assertTrue(receive.isArmed());
        driver().send(pair.left(), "pooled");
        assertEquals(6, driver().awaitWell(receive));
        assertEquals("pooled", Driver.textOf(receive.buffer()));
    }

    @Test
    default void theBufferReceivedCanBeTheBufferSent() {
        driver().assumeFeature(Feature.POOL_BUFFERS);
        Driver.Pair pair = driver().pair();
        IoFuture receive = driver().future();
        receive.receivePooled(pair.right());
        driver().send(pair.left(), "echo");
        driver().awaitWell(receive);
        Buffer received = Objects.requireNonNull(receive.buffer());
        driver().sendAll(pair.right(), received);
        received.free();
        assertEquals("echo", driver().receive(pair.left(), 4));
    }

    @Test
    default void theEndTakesNoBuffer() {
        driver().assumeFeature(Feature.POOL_BUFFERS);
        Driver.Pair pair = driver().pair();
        IoFuture receive = driver().future();
        receive.receivePooled(pair.right());
        driver().closeNow(pair.left());
        assertEquals(0, driver().awaitWell(receive));
        Buffer none = receive.buffer();
        if (none != null) {
            assertEquals(0, none.readable());
            none.free();
        }
    }

    @Test
    default void manyMessagesAreOneArming() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE);
        Driver.Pair pair = driver().pair();
        StringBuilder text = new StringBuilder();
        IoFuture receive = driver().future().onComplete(f -> {
            if (f.result() > 0) {
                text.append(Driver.textOf(f.buffer()));
            }
        });
        receive.receiveMany(pair.right());
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            driver().send(pair.left(), "message " + i + "\n");
            expected.append("message ").append(i).append('\n');
        }
        driver().turnUntil(() -> text.length() == expected.length(), () -> "got " + text.length() + " characters");
        assertEquals(expected.toString(), text.toString());
        driver().closeNow(pair.left());
        assertEquals(0, driver().await(receive), "the end is the terminal result");
    }

    @Test
    default void anEmptyPoolLosesNothing() {
        driver().assumeFeature(Feature.POOL_BUFFERS);
        Driver.Pair pair = driver().pair();
        List<Buffer> hoard = hoard();
        IoFuture receive = driver().future();
        receive.receivePooled(pair.right());
        Buffer out = hoard.removeLast();
        driver().sendAll(pair.left(), out.clear().writeByte((byte) 'x'));
        driver().settle();
        out.free();
        hoard.forEach(Buffer::free);
        assertEquals(1, driver().awaitWell(receive));
        assertEquals("x", Driver.textOf(receive.buffer()));
    }

    @Test
    default void whoKeepsAllBuffersGoesOnWithTheFirstThatComesBack() {
        driver().assumeFeature(Feature.MULTISHOT_RECEIVE);
        Driver.Pair pair = driver().pair();
        ArrayDeque<Buffer> kept = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        IoFuture receive = driver().future().onComplete(f -> {
            Buffer buffer = f.buffer();
            if (buffer != null) {
                kept.addLast(buffer);
            }
        });
        receive.receiveMany(pair.right());
        StringBuilder expected = new StringBuilder();
        List<Buffer> hoard = hoard();
        for (int i = 0; i < 200; i++) {
            Buffer out = hoard.getFirst().clear();
            String message = "message " + i + "\n";
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(bytes, 0, bytes.length);
            driver().sendAll(pair.left(), out);
            expected.append(message);
        }
        hoard.forEach(Buffer::free);
        driver().turnUntil(
                        () -> {
                            while (!kept.isEmpty()) {
                                text.append(Driver.textOf(kept.removeFirst()));
                            }
                            return text.length() == expected.length();
                        },
                        () -> "got " + text.length() + " characters of " + expected.length());
        assertEquals(expected.toString(), text.toString());
        assertTrue(receive.isArmed(), "one arming was enough");
        driver().closeNow(pair.left());
        assertEquals(0, driver().await(receive));
    }

    /** Everything that the pool has. */
    private List<Buffer> hoard() {
        List<Buffer> hoard = new ArrayList<>();
        for (int bytes = 1 << 20; bytes >= 4096; bytes >>= 1) {
            Buffer buffer = driver().cpu().buffers().allocate(bytes);
            while (buffer != null) {
                hoard.add(buffer);
                buffer = driver().cpu().buffers().allocate(bytes);
            }
        }
        return hoard;
    }
}

package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.spi.Operation;
import dev.gatun.testkit.contract.Driver;
import dev.gatun.testkit.contract.OnGround;
import dev.gatun.testkit.contract.RealGround;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handle that the ring knows by a number: the file must not outlive it, nor be taken for its successor. */
class RegisteredHandlesTest {
    private Driver driver = OnGround.none();

    @BeforeEach
    void open() throws IOException {
        driver = OnGround.driver(new RealGround(new IoUringProvider(), true));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        OnGround.close(driver);
    }

    private Cpu cpu() {
        return driver.cpu();
    }

    private RegisteredHandles handles() {
        return ((IoUringBackend) cpu().backend()).parts().handles();
    }

    @Test
    void theLowerHalfIsTheHandleItself() {
        Driver.Pair pair = driver.pair();
        assertNotEquals(Operation.plainHandle(pair.left()), pair.left(), "it is adopted");
        assertEquals(pair.left(), cpu().adopt(pair.left()), "once is enough");
        assertEquals("SEND on " + (int) pair.left(), armed(pair.left()).toString());
    }

    private IoFuture armed(long handle) {
        IoFuture send = driver.future();
        Buffer out = driver.text("x");
        send.send(handle, out);
        driver.awaitWell(send);
        out.free();
        return send;
    }

    @Test
    void thePeerSeesTheEndWhenItIsClosedByAnOperation() {
        Driver.Pair pair = driver.pair();
        driver.disown(pair.left());
        driver.runWell(f -> f.closeHandle(pair.left()));
        Buffer in = driver.buffer(16);
        assertEquals(0, driver.runWell(f -> f.receive(pair.right(), in)), "the ring does not keep the socket");
        in.free();
    }

    @Test
    void thePeerSeesTheEndWhenItIsClosedAtOnce() {
        Driver.Pair pair = driver.pair();
        driver.closeNow(pair.left());
        Buffer in = driver.buffer(16);
        assertEquals(0, driver.runWell(f -> f.receive(pair.right(), in)), "the ring does not keep the socket");
        in.free();
    }

    @Test
    void whoGetsTheSameDescriptorNextIsAnother() {
        for (int round = 0; round < 50; round++) {
            Driver.Pair first = driver.pair();
            driver.disown(first.left());
            driver.runWell(f -> f.closeHandle(first.left()));
            driver.closeNow(first.right());
            Driver.Pair second = driver.pair();
            assertEquals((int) first.left(), (int) second.left(), "the system gives the lowest free descriptor");
            driver.send(second.left(), "round " + round);
            assertEquals("round " + round, driver.receive(second.right(), ("round " + round).length()));
            driver.closeNow(second.left());
            driver.closeNow(second.right());
        }
        assertEquals(0, handles().fallbacks());
    }

    @Test
    void aFullTableIsNoObstacle() {
        Driver.Pair pair = driver.pair();
        long plain = Operation.plainHandle(pair.left());
        long last = pair.left();
        for (int i = 0; i < 20_000 && last != plain; i++) {
            last = cpu().adopt(plain);
        }
        assertEquals(plain, last, "no number is left");
        assertEquals(1, handles().fallbacks());
        armed(plain);
    }

    @Test
    void anotherRingTakesItForWhatItsLowerHalfSays() throws IOException {
        Driver.Pair pair = driver.pair();
        Driver other = OnGround.driver(new RealGround(new IoUringProvider()));
        try {
            IoFuture send = other.future();
            Buffer out = other.text("from another ring");
            send.send(pair.left(), out);
            assertEquals(17, other.awaitWell(send));
            out.free();
        } finally {
            OnGround.close(other);
        }
        assertEquals("from another ring", driver.receive(pair.right(), 17));
    }
}

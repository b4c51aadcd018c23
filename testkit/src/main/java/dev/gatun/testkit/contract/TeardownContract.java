package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.CloseReport;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end, with everything still going on. */
public interface TeardownContract {
    Driver driver();

    @Test
    default void closingTheCpuEndsEveryOperationOnce() {
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Driver.Pair pair = driver().pair();
            Buffer buffer = driver().buffer(100);
            driver().future()
                    .onComplete(f -> {
                        end(f, ends);
                        buffer.free();
                    })
                    .receive(pair.right(), buffer);
            driver().future().onComplete(f -> end(f, ends)).poll(pair.left(), Operation.POLL_READ);
        }
        long listener = driver().listener();
        driver().future().onComplete(f -> end(f, ends)).accept(listener);
        driver().future().onComplete(f -> end(f, ends)).timeout(1_000_000_000_000L);
        driver().settle();
        CloseReport report = driver().closeCpuBeforeHandles();
        assertEquals(102, ends.size());
        assertTrue(ends.stream().allMatch("CANCELLED"::equals), ends::toString);
        assertTrue(report.isClean(), report::toString);
    }

    private static void end(IoFuture future, List<String> ends) {
        ends.add(future.result() < 0 ? IoError.of(future.result()).name() : String.valueOf(future.result()));
    }

    @Test
    default void buffersFreedInTheLastCallbackAreNotLeaked() {
        for (int i = 0; i < 20; i++) {
            Driver.Pair pair = driver().pair();
            Buffer buffer = driver().buffer(100);
            driver().future().onComplete(_ -> buffer.free()).receive(pair.right(), buffer);
        }
        driver().settle();
        assertTrue(driver().closeCpu().isClean());
    }

    @Test
    default void closingAHandleEndsWhatWaitsOnIt() {
        Driver.Pair pair = driver().pair();
        Buffer buffer = driver().buffer(100);
        IoFuture receive = driver().future();
        receive.receive(pair.right(), buffer);
        driver().settle();
        receive.cancel();
        driver().disown(pair.right());
        assertEquals(0, driver().runWell(f -> f.closeHandle(pair.right())));
        driver().awaitError(receive, IoError.CANCELLED, IoError.CLOSED, IoError.BAD_HANDLE);
        Buffer end = driver().buffer(10);
        IoFuture peer = driver().future();
        peer.receive(pair.left(), end);
        int result = driver().await(peer);
        assertTrue(result == 0 || result == IoError.RESET.result(), () -> "the peer sees " + result);
        end.free();
        buffer.free();
    }

    @Test
    default void manyConnectionsComeAndGo() {
        long listener = driver().listener();
        for (int i = 0; i < 200; i++) {
            Driver.Pair pair = driver().pair(listener);
            driver().send(pair.left(), "x");
            assertEquals("x", driver().receive(pair.right(), 1));
            driver().closeNow(pair.left());
            driver().closeNow(pair.right());
        }
        assertEquals(0, driver().cpu().backend().inFlight());
    }
}

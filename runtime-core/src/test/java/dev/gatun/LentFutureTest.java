package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.spi.IoBackend;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Futures that a Cpu lends for operations of others: nothing of one borrower may reach the next. */
class LentFutureTest extends IoFutureFixture {
    @Test
    void theTimeoutOfOneBorrowerDoesNotEndTheNextOnesOperation() {
        CompletableFuture<Integer> first =
                cpu.request(f -> f.timeoutNanos(1_000_000).nop());
        turn();
        backend.complete(backend.submitted.getLast(), 1);
        turn();
        assertEquals(1, first.join());
        CompletableFuture<Integer> second = cpu.request(IoFuture::nop);
        turn();
        clock.advance(10_000_000);
        turn();
        assertEquals(List.of(), backend.cancelled);
        assertFalse(second.isDone());
    }

    @Test
    void theBorrowersCallbackIsToldToo() {
        CompletableFuture<Integer> result = cpu.request(
                f -> f.onComplete(done -> seen.add("callback " + done.result())).nop());
        turn();
        backend.complete(backend.submitted.getLast(), 7);
        turn();
        assertEquals(7, result.join());
        assertEquals(List.of("callback 7"), seen);
    }

    @Test
    void aBorrowerThatArmsAgainKeepsIt() {
        CompletableFuture<Integer> first = cpu.request(f -> f.onComplete(done -> {
                    if (done.result() == 1) {
                        done.nop();
                    }
                })
                .nop());
        turn();
        backend.complete(backend.submitted.getLast(), 1);
        turn();
        CompletableFuture<Integer> second = cpu.request(IoFuture::nop);
        turn();
        assertEquals(1, first.join());
        assertFalse(second.isDone());
        assertEquals(3, backend.submitted.size());
        assertEquals(
                2,
                backend.submitted.stream()
                        .map(each -> (int) each.userData())
                        .distinct()
                        .count());
    }

    @Test
    void aBorrowerThatClosesItSpoilsNoOther() {
        assertThrows(CompletionException.class, closed(cpu.request(IoFuture::close))::join);
        CompletableFuture<Integer> next = cpu.request(IoFuture::nop);
        turn();
        backend.complete(backend.submitted.getLast(), 3);
        turn();
        assertEquals(3, next.join());
    }

    @Test
    void aPollThatFailsWhileParkedLeavesThePortAwake() {
        backend.onPark = () -> {
            throw new IllegalStateException("planted");
        };
        assertThrows(IllegalStateException.class, cpu::tickOrPark);
        backend.onPark = () -> {};
        backend.wake();
        cpu.tickOrPark(); // announces its sleep again
        assertEquals(IoBackend.NEVER, backend.deadlines.getLast());
    }

    @Test
    void whatComesHomeIsTakenABoundedAmountATick() {
        CpuConfig little = new CpuConfig(16, 16, 4, 16, 16, IdleStrategy.Kind.PARK, Pools.SMALL, clock);
        Cpu home = Cpu.standalone(provider, little);
        for (int i = 0; i < 10; i++) {
            home.sendHome(new Homecoming() {
                @Override
                void arrive(Cpu here) {
                    seen.add("home");
                }
            });
        }
        home.tick();
        assertEquals(4, seen.size());
        home.tickOrPark();
        home.tickOrPark();
        assertEquals(10, seen.size());
        home.close(0);
    }

    private CompletableFuture<Integer> closed(CompletableFuture<Integer> request) {
        turn();
        return request;
    }
}

package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.spi.IoError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ending an operation early, by cancel or by time, in each order. */
class IoFutureCancelTest extends IoFutureFixture {
    @Test
    void cancellingWhatIsQueuedNeverReachesTheBackend() {
        backend.room = 0;
        future.nop();
        assertEquals(CancelOutcome.CANCELLED, future.cancel());
        assertEquals(List.of(), seen, "no callback inside cancel");
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
        backend.room = 5;
        turn();
        assertEquals(List.of(), backend.submitted);
        assertEquals(List.of(), backend.cancelled);
    }

    @Test
    void cancelThatWins() {
        future.nop();
        assertEquals(CancelOutcome.REQUESTED, future.cancel());
        assertEquals(CancelOutcome.REQUESTED, future.cancel(), "asking twice asks once");
        assertEquals(1, backend.cancelled.size());
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
        assertEquals(Optional.of(CancelOutcome.CANCELLED), future.cancelOutcome());
    }

    @Test
    void cancelThatComesTooLateInTheKernel() {
        backend.answersCancel = false;
        future.nop();
        assertEquals(CancelOutcome.REQUESTED, future.cancel());
        backend.complete(future, 5);
        turn();
        assertEquals(List.of("5"), seen);
        assertEquals(Optional.of(CancelOutcome.COMPLETED_FIRST), future.cancelOutcome());
    }

    @Test
    void cancelOfWhatIsOnItsWay() {
        backend.cancelFindsNothing = true;
        future.nop();
        backend.complete(future, 5);
        assertEquals(CancelOutcome.COMPLETED_FIRST, future.cancel());
        turn();
        assertEquals(List.of("5"), seen);
    }

    @Test
    void cancelOfNothing() {
        assertEquals(CancelOutcome.NOT_FOUND, future.cancel());
        future.nop();
        backend.complete(future, 0);
        turn();
        assertEquals(CancelOutcome.COMPLETED_FIRST, future.cancel());
    }

    @Test
    void aTimeoutEndsTheOperationUnderItsOwnName() {
        future.timeoutNanos(1_000_000).nop();
        clock.advance(999_000);
        turn();
        assertEquals(List.of(), seen);
        clock.advance(200_000);
        turn();
        turn();
        assertEquals(List.of(code(IoError.TIMED_OUT)), seen);
        assertEquals(1, backend.cancelled.size());
    }

    @Test
    void aResultInTimeStopsTheTimeout() {
        future.timeoutNanos(1_000_000).nop();
        backend.complete(future, 3);
        turn();
        clock.advance(10_000_000);
        turn();
        assertEquals(List.of("3"), seen);
        assertEquals(List.of(), backend.cancelled);
    }

    @Test
    void theTimeoutOfOneArmingDoesNotEndTheNext() {
        future.timeoutNanos(1_000_000).nop();
        backend.complete(future, 3);
        turn();
        future.timeoutNanos(0).nop();
        clock.advance(10_000_000);
        turn();
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        assertEquals(List.of(), backend.cancelled);
    }

    @Test
    void aResultThatBeatsTheTimeoutsCancelCounts() {
        backend.answersCancel = false;
        future.timeoutNanos(1_000_000).nop();
        clock.advance(2_000_000);
        turn();
        backend.complete(future, 9);
        turn();
        assertEquals(List.of("9"), seen);
    }

    @Test
    void aTimeoutByItselfNeedsNoBackend() {
        future.timeout(500_000);
        assertThrows(IllegalStateException.class, future::nop);
        clock.advance(700_000);
        turn();
        assertEquals(List.of("0"), seen);
        future.timeout(500_000);
        future.cancel();
        turn();
        clock.advance(5_000_000);
        turn();
        assertEquals(List.of("0", code(IoError.CANCELLED)), seen);
        assertEquals(List.of(), backend.submitted);
    }

    @Test
    void aTimeoutCancelledInTheTickInWhichItIsDueEndsOnce() {
        cpu.schedule(new Timer(_ -> future.cancel()), 400_000);
        future.timeout(400_000);
        clock.advance(600_000);
        turn();
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
    }
}

package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A receive into the pool that found no buffer waits until one comes back, and its owner need not know. */
class StarvedReceiveTest extends IoFutureFixture {
    private void starve() {
        backend.fail(future, IoError.NO_BUFFERS, 105);
        turn();
    }

    @Test
    void itIsTriedOnceMoreAtOnceBecauseTheBackendMayHaveABufferAtHand() {
        future.receiveMany(3);
        long before = future.userData();
        starve();
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        assertNotEquals(before, future.userData(), "a cancel of what is over must not end this one");
        assertEquals(List.of(), seen);
        assertEquals(1, cpu.statistics().bufferExhaustions());
    }

    @Test
    void afterThatItWaitsForABufferAndIsNotTriedInVain() {
        Buffer kept = buffer();
        future.receiveMany(3);
        starve();
        starve();
        for (int i = 0; i < 10; i++) {
            cpu.tick();
        }
        assertEquals(IoFuture.State.QUEUED, future.state());
        kept.free();
        cpu.tick();
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        backend.completeWithBuffer(future, 7, Completions.MORE);
        turn();
        assertEquals(List.of("7+"), seen);
        Objects.requireNonNull(future.buffer()).free();
    }

    @Test
    void aCancelEndsTheWaiting() {
        future.receivePooled(3);
        starve();
        starve();
        assertEquals(CancelOutcome.CANCELLED, future.cancel());
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
        buffer().free();
        cpu.tick();
        assertEquals(IoFuture.State.DONE, future.state(), "it is in no list any more");
    }

    @Test
    void itsTimeLimitGoesOn() {
        future.timeoutNanos(1_000_000);
        future.receivePooled(3);
        starve();
        starve();
        clock.advance(2_000_000);
        turn();
        turn();
        assertEquals(List.of(code(IoError.TIMED_OUT)), seen);
    }

    @Test
    void whoseEndWasAskedForIsCancelledAndNotTriedAgain() {
        future.receiveMany(3);
        backend.fail(future, IoError.NO_BUFFERS, 105);
        backend.answersCancel = false;
        future.cancel();
        turn();
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
        assertNull(future.buffer());
    }

    @Test
    void aCancelThatComesTooLateForTheBackendIsHeardAllTheSame() {
        future.receiveMany(3);
        backend.fail(future, IoError.NO_BUFFERS, 105);
        backend.cancelFindsNothing = true;
        assertEquals(CancelOutcome.COMPLETED_FIRST, future.cancel());
        turn();
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
    }

    @Test
    void whatBringsItsOwnMemoryIsTold() {
        Buffer buffer = buffer();
        future.receive(3, buffer);
        starve();
        assertEquals(List.of(code(IoError.NO_BUFFERS)), seen);
        buffer.free();
    }

    @Test
    void closingEndsIt() {
        future.receiveMany(3);
        starve();
        starve();
        cpu.close(1_000_000_000);
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
    }
}

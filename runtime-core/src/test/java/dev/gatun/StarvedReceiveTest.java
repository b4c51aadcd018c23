package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A receive into the pool that found no buffer waits until one comes back, and its owner need not know. */
class StarvedReceiveTest extends IoFutureFixture {
    private List<Buffer> takeAll() {
        List<Buffer> all = new ArrayList<>();
        for (int bytes = 1 << 20; bytes >= 4096; bytes >>= 1) {
            Buffer buffer = cpu.buffers().allocate(bytes);
            while (buffer != null) {
                all.add(buffer);
                buffer = cpu.buffers().allocate(bytes);
            }
        }
        return all;
    }

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
        List<Buffer> kept = takeAll();
        future.receiveMany(3);
        starve();
        starve();
        for (int i = 0; i < 10; i++) {
            cpu.tick();
        }
        assertEquals(IoFuture.State.QUEUED, future.state());
        kept.forEach(Buffer::free);
        cpu.tick();
        assertEquals(IoFuture.State.IN_KERNEL, future.state());
        backend.completeWithBuffer(future, 7, Completions.MORE);
        turn();
        assertEquals(List.of("7+"), seen);
        Objects.requireNonNull(future.buffer()).free();
    }

    @Test
    void itWaitsForNothingWhileThePoolHasSomeBecauseNoneMayBeOutThatCouldComeBack() {
        future.receiveMany(3);
        for (int i = 0; i < 10; i++) {
            starve();
            assertEquals(IoFuture.State.IN_KERNEL, future.state());
        }
        assertEquals(List.of(), seen);
    }

    @Test
    void aCancelEndsTheWaiting() {
        List<Buffer> kept = takeAll();
        future.receivePooled(3);
        starve();
        starve();
        assertEquals(CancelOutcome.CANCELLED, future.cancel());
        turn();
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
        kept.forEach(Buffer::free);
        cpu.tick();
        assertEquals(IoFuture.State.DONE, future.state(), "it is in no list any more");
    }

    @Test
    void itsTimeLimitGoesOn() {
        List<Buffer> kept = takeAll();
        future.timeoutNanos(1_000_000);
        future.receivePooled(3);
        starve();
        starve();
        clock.advance(2_000_000);
        turn();
        turn();
        assertEquals(List.of(code(IoError.TIMED_OUT)), seen);
        kept.forEach(Buffer::free);
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
        List<Buffer> kept = takeAll();
        future.receiveMany(3);
        starve();
        starve();
        assertEquals(IoFuture.State.QUEUED, future.state());
        kept.forEach(Buffer::free);
        cpu.close(1_000_000_000);
        assertEquals(List.of(code(IoError.CANCELLED)), seen);
    }
}

package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One worker, who does nothing before the test lets him. */
class FileJobsTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final class Handle extends HandleLife {}

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Semaphore rung = new Semaphore(0);
    private final CountDownLatch orphanClosed = new CountDownLatch(1);
    private final AtomicInteger workersEnded = new AtomicInteger();
    private final List<Integer> orphans = new ArrayList<>();
    private final Handle handle = new Handle();
    private final FileJobs<Handle> jobs = new FileJobs<>(Worker::new, rung::release, 1);

    /** What an operation's flags say is its result. */
    private final class Worker implements FileCalls {
        @Override
        public long run(Operation operation) {
            begun.release();
            mayEnd.acquireUninterruptibly();
            if (operation.flags() == Integer.MIN_VALUE) {
                throw new IllegalArgumentException("broken");
            }
            return operation.flags();
        }

        @Override
        public void closeOrphan(int orphan) {
            assertEquals(9, orphan);
            orphanClosed.countDown();
        }

        @Override
        public void end() {
            workersEnded.incrementAndGet();
        }
    }

    private static Operation operation(OperationKind kind, int result) {
        return new RawOperation(0, kind, 3, result);
    }

    private static void await(Semaphore semaphore) throws InterruptedException {
        assertTrue(semaphore.tryAcquire(20, TimeUnit.SECONDS), "nothing came of it");
    }

    private FileJob<Handle> done() throws InterruptedException {
        mayEnd.release();
        await(rung);
        jobs.collect();
        return taken();
    }

    private FileJob<Handle> taken() {
        return Objects.requireNonNull(jobs.takeDone());
    }

    @AfterEach
    void nobodyIsLeftAtWork() {
        mayEnd.release(100);
        assertEquals(0, jobs.closeAndCountRunning(PATIENCE_NANOS, orphans::add));
    }

    @Test
    void aJobHoldsItsHandleUntilItIsLetGo() throws InterruptedException {
        Operation operation = operation(OperationKind.WRITE, 7);
        jobs.start(operation, handle);
        assertEquals(1, handle.inFlight);
        FileJob<Handle> job = done();
        assertSame(operation, job.operation());
        assertSame(handle, job.handle());
        assertEquals(7, job.result());
        assertEquals(1, handle.inFlight);
        jobs.letGo(job);
        assertEquals(0, handle.inFlight);
        jobs.collect();
        assertNull(jobs.takeDone());
    }

    @Test
    void ofAnEarlierLifeItHoldsNothing() throws InterruptedException {
        jobs.start(operation(OperationKind.WRITE, 7), handle);
        handle.life++;
        handle.inFlight = 5;
        jobs.letGo(done());
        assertEquals(5, handle.inFlight);
    }

    @Test
    void whatNoWorkerHasBegunCanBeTakenBack() throws InterruptedException {
        int running = jobs.start(operation(OperationKind.WRITE, 1), handle);
        await(begun);
        int waiting = jobs.start(operation(OperationKind.WRITE, 2), handle);
        assertFalse(jobs.cancel(running), "it runs");
        assertTrue(jobs.cancel(waiting));
        assertEquals(1, handle.inFlight);
        assertEquals(waiting, jobs.start(operation(OperationKind.WRITE, 3), handle), "its job is used again");
        FileJob<Handle> job = done();
        assertEquals(1, job.result());
        jobs.letGo(job);
        assertEquals(3, done().result());
    }

    @Test
    void whatWaitsOnAHandleIsTakenBackInOrder() throws InterruptedException {
        Handle another = new Handle();
        jobs.start(operation(OperationKind.WRITE, 1), handle);
        await(begun);
        Operation first = operation(OperationKind.WRITE, 2);
        Operation second = operation(OperationKind.WRITE, 3);
        jobs.start(first, handle);
        jobs.start(operation(OperationKind.WRITE, 4), another);
        jobs.start(second, handle);
        assertSame(first, jobs.cancelOneOn(handle));
        assertSame(second, jobs.cancelOneOn(handle));
        assertNull(jobs.cancelOneOn(handle));
        assertEquals(1, handle.inFlight);
        assertEquals(1, another.inFlight);
    }

    @Test
    void whatWaitedInAnEarlierLifeIsNotThisOnes() throws InterruptedException {
        jobs.start(operation(OperationKind.WRITE, 1), handle);
        await(begun);
        jobs.start(operation(OperationKind.WRITE, 2), handle);
        handle.life++;
        assertNull(jobs.cancelOneOn(handle));
    }

    @Test
    void theyComeInTheOrderInWhichTheyWereDone() throws InterruptedException {
        for (int i = 1; i <= 3; i++) {
            jobs.start(operation(OperationKind.WRITE, i), null);
        }
        mayEnd.release(3);
        for (int i = 0; i < 3; i++) {
            await(rung);
        }
        jobs.collect();
        assertFalse(jobs.isQuiet());
        for (int i = 1; i <= 3; i++) {
            FileJob<Handle> job = taken();
            assertEquals(i, job.result());
            assertEquals(i == 3, jobs.isQuiet());
            jobs.letGo(job);
        }
    }

    @Test
    void whatIsDoneLaterWaitsForTheNextTime() throws InterruptedException {
        jobs.start(operation(OperationKind.WRITE, 1), null);
        jobs.letGo(done());
        jobs.start(operation(OperationKind.WRITE, 2), null);
        mayEnd.release();
        await(rung);
        assertNull(jobs.takeDone());
        jobs.collect();
        assertEquals(2, taken().result());
    }

    @Test
    void whatAWorkerThrowsIsThrownOnTheLoop() throws InterruptedException {
        jobs.start(operation(OperationKind.WRITE, Integer.MIN_VALUE), handle);
        mayEnd.release();
        await(rung);
        jobs.collect();
        assertThrows(IllegalStateException.class, jobs::takeDone);
    }

    /** Also of those that were collected, and for which there was no room. */
    @Test
    void whatWasOpenedAndNotTakenIsClosedAtTheEnd() throws InterruptedException {
        for (int opened = 4; opened <= 6; opened++) {
            jobs.start(operation(OperationKind.OPEN, opened), null);
        }
        jobs.start(operation(OperationKind.OPEN, -2), null);
        jobs.start(operation(OperationKind.WRITE, 8), null);
        mayEnd.release(5);
        for (int i = 0; i < 5; i++) {
            await(rung);
        }
        jobs.collect();
        jobs.letGo(taken());
        assertEquals(0, jobs.closeAndCountRunning(PATIENCE_NANOS, orphans::add));
        assertEquals(List.of(5, 6), orphans);
    }

    @Test
    void whatIsOpenedAfterTheEndIsClosedByItsWorker() throws InterruptedException {
        jobs.start(operation(OperationKind.OPEN, 9), null);
        await(begun);
        jobs.start(operation(OperationKind.OPEN, 10), null);
        assertEquals(1, jobs.closeAndCountRunning(0, orphans::add));
        mayEnd.release(2);
        assertTrue(orphanClosed.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(), orphans);
        assertEquals(0, begun.availablePermits(), "what waited was not begun");
    }

    @Test
    void aWorkerThatEndsSaysSo() throws InterruptedException {
        jobs.start(operation(OperationKind.WRITE, 1), null);
        jobs.letGo(done());
        assertEquals(0, workersEnded.get());
        jobs.closeAndCountRunning(PATIENCE_NANOS, orphans::add);
        for (long start = System.nanoTime(); workersEnded.get() == 0; Thread.onSpinWait()) {
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, "the worker goes on");
        }
    }
}

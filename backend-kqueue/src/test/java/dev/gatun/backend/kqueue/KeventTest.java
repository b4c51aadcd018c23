package dev.gatun.backend.kqueue;

import static dev.gatun.bindings.kqueue.KqueueConstants.EVFILT_READ;
import static dev.gatun.bindings.kqueue.KqueueConstants.EVFILT_WRITE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ADD;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_CLEAR;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_DELETE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_DISABLE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_DISPATCH;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ENABLE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_EOF;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ERROR;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ONESHOT;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_RECEIPT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.backend.kqueue.TestQueue.Event;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The test ground's own kevent against the manual page: what can be read and written, and how changes are answered.
 */
@Tag("assertions") // the lane without them has it over one ground: once is enough
class KeventTest {
    @ParameterizedTest
    @EnumSource
    void whatIsReadyAlreadyIsToldWhenItIsAdded(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            List<Event> told = queue.change(ends[1], EVFILT_READ, EV_ADD, 77).look();
            assertEquals(List.of(new Event(ends[1], EVFILT_READ, 0, 0, 5, 77)), told);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutClearItIsToldAsLongAsItIsSo(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            assertEquals(1, queue.change(ends[1], EVFILT_READ, EV_ADD, 1).look().size());
            assertEquals(1, queue.look().size());
            queue.read(ends[1], 3);
            assertEquals(2, queue.look().getFirst().data());
            queue.read(ends[1], 3);
            assertEquals(List.of(), queue.look());
            queue.write(ends[0], 1);
            assertEquals(1, queue.look().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withClearEachArrivalIsToldOnceAlsoWhenNothingWasRead(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            assertEquals(
                    1,
                    queue.change(ends[1], EVFILT_READ, EV_ADD | EV_CLEAR, 1)
                            .look()
                            .size());
            assertEquals(List.of(), queue.look());
            queue.write(ends[0], 2);
            assertEquals(7, queue.look().getFirst().data());
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotSoAnyMoreIsNotTold(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.change(ends[1], EVFILT_READ, EV_ADD | EV_CLEAR, 1).look();
            queue.write(ends[0], 5);
            queue.read(ends[1], 5);
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void addingAKnownOneModifiesItAndMakesNoSecond(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            queue.change(ends[1], EVFILT_READ, EV_ADD | EV_CLEAR, 1).look();
            List<Event> told = queue.change(ends[1], EVFILT_READ, EV_ADD, 2).look();
            assertEquals(1, told.size());
            assertEquals(2, told.getFirst().udata());
            assertEquals(List.of(), queue.look(), "it is as it was added: with CLEAR");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readAndWriteOfOneAreTwo(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            queue.change(ends[1], EVFILT_READ, EV_ADD | EV_CLEAR, 1);
            assertEquals(
                    2,
                    queue.change(ends[1], EVFILT_WRITE, EV_ADD | EV_CLEAR, 2)
                            .look()
                            .size());
            queue.write(ends[0], 1);
            assertEquals(List.of(1L), queue.look().stream().map(Event::udata).toList(), "no room came with the byte");
            assertEquals(
                    0,
                    queue.change(ends[1], EVFILT_READ, EV_DELETE | EV_RECEIPT, 0)
                            .receipt());
            queue.write(ends[0], 1);
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneShotIsGoneWhenItWasTold(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            assertEquals(
                    1,
                    queue.change(ends[1], EVFILT_READ, EV_ADD | EV_ONESHOT, 1)
                            .look()
                            .size());
            assertEquals(List.of(), queue.look());
            assertEquals(
                    BsdErrnos.ENOENT,
                    queue.change(ends[1], EVFILT_READ, EV_DELETE | EV_RECEIPT, 0)
                            .receipt());
            assertEquals(
                    1,
                    queue.change(ends[1], EVFILT_READ, EV_ADD | EV_ONESHOT, 3)
                            .look()
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void dispatchDisablesUntilItIsEnabled(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            assertEquals(
                    1,
                    queue.change(ends[1], EVFILT_READ, EV_ADD | EV_DISPATCH, 1)
                            .look()
                            .size());
            queue.write(ends[0], 5);
            assertEquals(List.of(), queue.look());
            List<Event> told = queue.change(ends[1], EVFILT_READ, EV_ENABLE, 1).look();
            assertEquals(10, told.getFirst().data());
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDisabledIsSilentAlsoFromTheBeginning(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            assertEquals(
                    List.of(),
                    queue.change(ends[1], EVFILT_READ, EV_ADD | EV_DISABLE, 1).look());
            assertEquals(
                    1, queue.change(ends[1], EVFILT_READ, EV_ENABLE, 1).look().size());
            assertEquals(
                    List.of(), queue.change(ends[1], EVFILT_READ, EV_DISABLE, 1).look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndIsToldWithWhatIsStillToBeRead(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.change(ends[1], EVFILT_READ, EV_ADD | EV_CLEAR, 1).look();
            queue.write(ends[0], 5);
            queue.close(ends[0]);
            Event told = queue.await(1000).getLast();
            assertTrue(told.has(EV_EOF), told::toString);
            assertEquals(5, told.data());
            assertEquals(0, told.fflags());
            assertEquals(5, queue.read(ends[1], 10));
            assertEquals(0, queue.read(ends[1], 10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetIsAnEndWithItsErrorWhichTheCallTellsToo(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.change(ends[1], EVFILT_READ, EV_ADD | EV_CLEAR, 1).look();
            queue.change(ends[1], EVFILT_WRITE, EV_ADD | EV_CLEAR, 2).look();
            MemorySegment linger = queue.arena.allocateFrom(ValueLayout.JAVA_INT, 1, 0);
            int option = queue.system.bsd().linger();
            long address = linger.address();
            queue.calls.waiting(BsdFunction.SETSOCKOPT, ends[0], BsdSockets.SOL_SOCKET, option, address, 8, 0);
            queue.close(ends[0]);
            List<Event> told = queue.await(1000);
            assertTrue(told.stream().allMatch(event -> event.has(EV_EOF)), told::toString);
            assertEquals(BsdErrnos.ECONNRESET, told.getFirst().fflags());
            long memory = queue.arena.allocate(8).address();
            assertEquals(-BsdErrnos.ECONNRESET, queue.calls.waiting(BsdFunction.RECV, ends[1], memory, 8, 0, 0, 0));
            assertEquals(0, queue.calls.waiting(BsdFunction.RECV, ends[1], memory, 8, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void roomToWriteIsToldAndAnEndOfTheReader(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            Event room = queue.change(ends[0], EVFILT_WRITE, EV_ADD | EV_CLEAR, 1)
                    .look()
                    .getFirst();
            assertTrue(room.data() > 0 && !room.has(EV_EOF), room::toString);
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTakesItAwayAndTheNumberAgainIsANewOne(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            queue.change(ends[1], EVFILT_READ, EV_ADD, 1).look();
            queue.close(ends[1]);
            assertEquals(List.of(), queue.look());
            assertEquals(
                    BsdErrnos.EBADF,
                    queue.change(ends[1], EVFILT_READ, EV_DELETE | EV_RECEIPT, 0)
                            .receipt());
            long[] again = queue.connection();
            assertEquals(ends[1], again[0], "the lowest free number");
            assertEquals(
                    BsdErrnos.ENOENT,
                    queue.change(again[0], EVFILT_READ, EV_DELETE | EV_RECEIPT, 0)
                            .receipt());
        }
    }

    // --- answers to changes
    // -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void aReceiptAnswersEachChangeAndTakesNoEvents(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.write(ends[0], 5);
            queue.change(ends[1], EVFILT_READ, EV_ADD | EV_RECEIPT, 1);
            queue.change(9999, EVFILT_READ, EV_ADD | EV_RECEIPT, 2);
            queue.change(ends[0], EVFILT_WRITE, EV_DELETE | EV_RECEIPT, 3);
            List<Event> told = queue.look();
            assertEquals(
                    List.of(0L, (long) BsdErrnos.EBADF, (long) BsdErrnos.ENOENT),
                    told.stream().map(Event::data).toList());
            assertTrue(told.stream().allMatch(event -> event.flags() == EV_ERROR));
            assertEquals(List.of(1L, 2L, 3L), told.stream().map(Event::udata).toList());
            assertEquals(1, queue.look().size(), "the event is there still");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsAnEventWhereThereIsRoomAndAnErrorWhereThereIsNone(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long[] ends = queue.connection();
            queue.change(9999, EVFILT_READ, EV_ADD, 5);
            List<Event> told = queue.change(ends[1], EVFILT_READ, EV_ADD, 6).look();
            assertEquals(1, told.size());
            assertTrue(told.getFirst().has(EV_ERROR));
            assertEquals(BsdErrnos.EBADF, told.getFirst().data());
            assertEquals(
                    0,
                    queue.change(ends[1], EVFILT_READ, EV_DELETE | EV_RECEIPT, 0)
                            .receipt(),
                    "it was added");
            assertEquals(
                    -BsdErrnos.EBADF, queue.change(9999, EVFILT_READ, EV_ADD, 5).apply());
            assertEquals(
                    -BsdErrnos.ENOENT,
                    queue.change(ends[1], EVFILT_READ, EV_ENABLE, 5).apply());
            assertEquals(-BsdErrnos.EINVAL, queue.change(1, -99, EV_ADD, 5).apply());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsAsLongAsItIsTold(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            long start = System.nanoTime();
            assertEquals(List.of(), queue.look());
            assertEquals(0, queue.call(0, -1), "no room for events: it does not wait");
            assertEquals(List.of(), queue.await(20));
            assertTrue(System.nanoTime() - start >= 20_000_000);
            assertFalse(queue.fd < 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsToldNextTimeAndInTurn(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            for (int i = 0; i < 3; i++) {
                long[] ends = queue.connection();
                queue.write(ends[0], 1);
                queue.change(ends[1], EVFILT_READ, EV_ADD, i);
            }
            assertEquals(0, queue.apply());
            assertEquals(2, queue.call(2, 0));
            assertEquals(
                    List.of(2L, 0L, 1L), queue.look().stream().map(Event::udata).toList());
        }
    }
}

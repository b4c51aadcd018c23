package dev.gatun.backend.kqueue;

import static dev.gatun.bindings.kqueue.KqueueConstants.EVFILT_READ;
import static dev.gatun.bindings.kqueue.KqueueConstants.EVFILT_TIMER;
import static dev.gatun.bindings.kqueue.KqueueConstants.EVFILT_VNODE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ADD;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_CLEAR;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_DELETE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_DISABLE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ENABLE;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_ONESHOT;
import static dev.gatun.bindings.kqueue.KqueueConstants.EV_RECEIPT;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_ATTRIB;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_DELETE;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_EXTEND;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_FFAND;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_FFCOPY;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_FFOR;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_LINK;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_RENAME;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_TRIGGER;
import static dev.gatun.bindings.kqueue.KqueueConstants.NOTE_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.backend.kqueue.TestQueue.Event;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.MacosConstants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filters that are no descriptor's readiness, against the manual page. */
@Tag("assertions") // the lane without them has it over one ground: once is enough
class KeventFiltersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aUsersEventIsToldWhenItIsTriggered(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            int user = queue.layout.userFilter();
            assertEquals(List.of(), queue.change(7, user, EV_ADD | EV_CLEAR, 3).look());
            queue.change(7, user, 0, NOTE_TRIGGER, 0, 3).apply();
            assertEquals(List.of(new Event(7, user, EV_CLEAR, 0, 0, 3)), queue.look());
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsFlagsAreAndedOredAndCopied(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            int user = queue.layout.userFilter();
            queue.change(7, user, EV_ADD | EV_CLEAR, 0b1100, 0, 3).apply();
            assertEquals(0b1101, triggered(queue, NOTE_FFOR | 1));
            assertEquals(0b0101, triggered(queue, NOTE_FFAND | 0b0111));
            assertEquals(0b0010, triggered(queue, NOTE_FFCOPY | 0b0010));
            assertEquals(0b0010, triggered(queue, 0b1111), "without a command they stay");
        }
    }

    private static int triggered(TestQueue queue, int fflags) {
        queue.change(7, queue.layout.userFilter(), 0, fflags | NOTE_TRIGGER, 0, 3)
                .apply();
        return queue.look().getFirst().fflags();
    }

    @ParameterizedTest
    @EnumSource
    void theOtherSystemsNumberOfItIsNoFilter(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            int other = queue.layout.userFilter() == MacosConstants.EVFILT_USER
                    ? FreebsdConstants.EVFILT_USER
                    : MacosConstants.EVFILT_USER;
            assertEquals(-BsdErrnos.EINVAL, queue.change(7, other, EV_ADD, 3).apply());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherThreadWakesWhoWaits(TestGround ground) throws InterruptedException {
        try (TestQueue queue = new TestQueue(ground)) {
            queue.change(7, queue.layout.userFilter(), EV_ADD | EV_CLEAR, 3).apply();
            WakeEvent wake = new WakeEvent(queue.system, queue.fd, 7, 3);
            for (int round = 0; round < 100; round++) {
                Thread waker = Thread.ofPlatform().start(wake::signal);
                assertEquals(3, queue.await(-1).getFirst().udata(), "round " + round);
                waker.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimerComesAgainAndTellsHowOftenAndOnceIfOneShot(TestGround ground) {
        try (TestQueue queue = new TestQueue(ground)) {
            queue.change(1, EVFILT_TIMER, EV_ADD, 0, 2, 10).apply();
            long times = 0;
            while (times < 3) {
                times += queue.await(1000).getFirst().data();
            }
            assertEquals(
                    0, queue.change(1, EVFILT_TIMER, EV_DELETE | EV_RECEIPT, 0).receipt());
            int nanos = ground == TestGround.MACOS ? MacosConstants.NOTE_NSECONDS : FreebsdConstants.NOTE_NSECONDS;
            queue.change(2, EVFILT_TIMER, EV_ADD | EV_ONESHOT, nanos, 1_000_000, 11)
                    .apply();
            assertEquals(
                    List.of(1L), queue.await(1000).stream().map(Event::data).toList());
            assertEquals(
                    BsdErrnos.ENOENT,
                    queue.change(2, EVFILT_TIMER, EV_DELETE | EV_RECEIPT, 0).receipt());
            queue.change(3, EVFILT_TIMER, EV_ADD | EV_DISABLE, 0, 1, 12).apply();
            assertEquals(List.of(), queue.await(5));
            assertEquals(
                    12,
                    queue.change(3, EVFILT_TIMER, EV_ENABLE, 12)
                            .await(1000)
                            .getFirst()
                            .udata());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileTellsWhatIsDoneToIt(TestGround ground) throws IOException {
        try (TestQueue queue = new TestQueue(ground)) {
            Path path = Files.write(folder.resolve("file"), new byte[3]);
            long name = queue.arena.allocateFrom(path.toString()).address();
            long file = queue.own(queue.calls.variadic(BsdFunction.OPEN, name, BsdFiles.O_RDONLY, 0));
            int all = NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_RENAME | NOTE_DELETE;
            assertEquals(
                    List.of(),
                    queue.change(file, EVFILT_VNODE, EV_ADD | EV_CLEAR, all, 0, 4)
                            .look());
            Files.write(path, new byte[2], StandardOpenOption.APPEND);
            assertEquals(NOTE_WRITE | NOTE_EXTEND, queue.await(1000).getFirst().fflags());
            path = Files.move(path, folder.resolve("moved"));
            assertEquals(NOTE_RENAME, queue.await(1000).getFirst().fflags());
            Files.delete(path);
            assertTrue((queue.await(1000).getFirst().fflags() & NOTE_DELETE) != 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegularFileIsReadableUpToItsEnd(TestGround ground) throws IOException {
        try (TestQueue queue = new TestQueue(ground)) {
            Path path = Files.write(folder.resolve("read"), new byte[3]);
            long name = queue.arena.allocateFrom(path.toString()).address();
            long file = queue.own(queue.calls.variadic(BsdFunction.OPEN, name, BsdFiles.O_RDONLY, 0));
            assertEquals(
                    3,
                    queue.change(file, EVFILT_READ, EV_ADD, 4).look().getFirst().data());
            assertEquals(3, queue.read(file, 8));
            assertEquals(List.of(), queue.look());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryTellsOfItsNamesAndNotOfWhatIsInItsFiles(TestGround ground) throws IOException {
        try (TestQueue queue = new TestQueue(ground)) {
            Path directory = Files.createDirectory(folder.resolve("directory"));
            Path file = Files.createFile(directory.resolve("file"));
            long watched = queue.own(queue.calls.variadic(
                    BsdFunction.OPEN,
                    queue.arena.allocateFrom(directory.toString()).address(),
                    queue.system.bsd().eventsOnly(),
                    0));
            int all = NOTE_WRITE | NOTE_EXTEND | NOTE_LINK | NOTE_ATTRIB | NOTE_RENAME | NOTE_DELETE;
            assertEquals(
                    List.of(),
                    queue.change(watched, EVFILT_VNODE, EV_ADD | EV_CLEAR, all, 0, 4)
                            .look());
            Files.write(file, new byte[2]);
            assertEquals(List.of(), queue.look());
            Files.delete(file);
            assertEquals(NOTE_WRITE, queue.await(1000).getFirst().fflags());
            Path below = Files.createDirectory(directory.resolve("below"));
            assertEquals(NOTE_WRITE | NOTE_LINK, queue.await(1000).getFirst().fflags());
            Files.move(below, folder.resolve("left"));
            assertTrue((queue.await(1000).getFirst().fflags() & NOTE_EXTEND) != 0);
            Path moved = Files.move(directory, folder.resolve("moved"));
            assertEquals(NOTE_RENAME, queue.await(1000).getFirst().fflags());
            Files.delete(moved);
            assertEquals(NOTE_DELETE, queue.await(1000).getFirst().fflags() & NOTE_DELETE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueueIsReadableForAnotherWhileItHasSomethingToTell(TestGround ground) {
        try (TestQueue outer = new TestQueue(ground);
                TestQueue inner = new TestQueue(ground)) {
            outer.change(inner.fd, EVFILT_READ, EV_ADD | EV_CLEAR, 5);
            assertEquals(List.of(), outer.look());
            int user = inner.layout.userFilter();
            for (int ident = 0; ident < TestQueue.ROOM + 1; ident++) {
                inner.change(ident, user, EV_ADD | EV_CLEAR, 0).apply();
                inner.change(ident, user, 0, NOTE_TRIGGER, 0, 0).apply();
            }
            assertEquals(5, outer.await(1000).getFirst().udata());
            assertEquals(TestQueue.ROOM, inner.look().size());
            assertEquals(1, outer.await(1000).size(), "one is left");
            assertEquals(1, inner.look().size());
            outer.look();
            inner.change(0, user, 0, NOTE_TRIGGER, 0, 0).apply();
            assertEquals(5, outer.await(1000).getFirst().udata());
        }
    }
}

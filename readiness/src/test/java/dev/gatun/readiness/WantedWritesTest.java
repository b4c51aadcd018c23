package dev.gatun.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a system that tells of room to write only while it is asked to, as kqueue does. */
class WantedWritesTest {
    private final FakeSystem system = new FakeSystem();
    private final AskedForWrites poller = new AskedForWrites(system);
    private final FakeBlocks blocks = new FakeBlocks(8);
    private final Completions told = new Completions(64);
    private final ReadinessBackend backend = backend();
    private int slot;

    /** What it is not asked for it does not tell; asked, it tells what is the case already. */
    private record AskedForWrites(FakeSystem system, Set<Integer> wanted) implements Poller {
        AskedForWrites(FakeSystem system) {
            this(system, new TreeSet<>());
        }

        private static int told(int events, boolean isWanted) {
            return isWanted || (events & HANG_UP) != 0 ? events : events & ~WRITE;
        }

        @Override
        public void look(Listener listener) {
            system.look((handle, generation, events) -> {
                int told = told(events, wanted.contains(handle));
                if (told != 0) {
                    listener.onReady(handle, generation, told);
                }
            });
        }

        @Override
        public void wantWrites(int handle, int generation) {
            wanted.add(handle);
            Objects.requireNonNull(system.things.get(handle)).hasEdge = true;
        }

        @Override
        public void wantNoWrites(int handle) {
            wanted.remove(handle);
        }

        @Override
        public long watch(int handle, int generation) {
            return system.watch(handle, generation);
        }

        @Override
        public void unwatch(int handle) {
            system.unwatch(handle);
            wanted.remove(handle);
        }

        @Override
        public long readiness(int handle) {
            return system.readiness(handle);
        }

        @Override
        public void await(long nanos, Listener listener) {
            look(listener);
        }

        @Override
        public void wake() {
            system.wake();
        }

        @Override
        public void close() {
            system.close();
        }
    }

    private ReadinessBackend backend() {
        Platform fake = system.platform();
        Platform platform = new Platform(
                poller,
                fake.calls(),
                Lender.NONE,
                fake.fileCalls(),
                fake.sockets(),
                fake.fileFacts(),
                fake.directoryChanges());
        Capabilities all = new Capabilities(Capabilities.allOperations(), Set.of(), Integer.MAX_VALUE, List.of());
        return new ReadinessBackend("asked", all, platform, blocks, 1);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, backend.closeAndCountLeaked());
    }

    private void submit(OperationKind kind, FakeSystem.Thing thing, int flags, int length) {
        assertEquals(0, backend.submit(new RawOperation(++slot, kind, thing.handle, flags).memory(4096, length)));
    }

    /** As often as it may take; how many results. */
    private int poll() {
        told.clear();
        for (int i = 0; i < 4 && told.count() == 0; i++) {
            backend.poll(0, IoBackend.NOW, told);
        }
        return told.count();
    }

    @Test
    void whoReadsAsksForNoWrites() {
        FakeSystem.Thing thing = system.open();
        submit(OperationKind.RECEIVE, thing, 0, 10);
        assertEquals(0, poll());
        thing.arrive(3);
        assertEquals(1, poll());
        assertEquals(Set.of(), poller.wanted());
    }

    @Test
    void whoWaitsToWriteAsksAndTheEdgeThatFindsNobodyEndsIt() {
        FakeSystem.Thing thing = system.open();
        for (int round = 0; round < 3; round++) {
            thing.room = 0;
            submit(OperationKind.SEND, thing, 0, 10);
            assertEquals(0, poll(), "no room in round " + round);
            assertEquals(Set.of(thing.handle), poller.wanted());
            thing.drain(100);
            assertEquals(1, poll(), "round " + round);
            assertEquals(10, told.result(0));
            thing.hasEdge = true; // an acknowledgement
            assertEquals(0, poll());
            assertEquals(Set.of(), poller.wanted(), "round " + round);
        }
    }

    @Test
    void roomThatCameBeforeItWasAskedForIsHeard() {
        FakeSystem.Thing thing = system.open();
        submit(OperationKind.RECEIVE, thing, 0, 10);
        assertEquals(0, poll());
        thing.room = 0;
        submit(OperationKind.SEND, thing, 0, 10);
        told.clear();
        backend.poll(0, IoBackend.NOW, told);
        thing.room = 5; // and no edge of its own
        thing.hasEdge = true;
        assertEquals(1, poll());
        assertEquals(5, told.result(0));
    }

    @Test
    void whoOnlyAsksWhetherThereIsRoomIsToldAndKeepsBeingTold() {
        FakeSystem.Thing thing = system.open();
        thing.room = 0;
        submit(OperationKind.POLL, thing, Operation.POLL_WRITE | Operation.MULTISHOT, 0);
        assertEquals(0, poll());
        for (int round = 0; round < 3; round++) {
            thing.room = 50;
            thing.hasEdge = true;
            assertEquals(1, poll(), "round " + round);
            assertEquals(Operation.POLL_WRITE, told.result(0));
            assertEquals(Set.of(thing.handle), poller.wanted());
        }
    }
}

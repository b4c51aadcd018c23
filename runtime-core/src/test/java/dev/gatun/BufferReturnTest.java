package dev.gatun;

import static dev.gatun.BufferPoolTest.taken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Buffers in the hands of another thread than their pool's owner. */
class BufferReturnTest {
    private final BufferPool pool =
            RecordingLog.quietPool(BufferPoolConfig.defaults().withLimit(1 << 20));
    private final AtomicInteger wakes = new AtomicInteger();

    BufferReturnTest() {
        pool.bindOwner(Thread.currentThread());
        pool.onReturned(wakes::incrementAndGet);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void whatIsTheOwnersAloneIsRefusedToAForeignThreadAndBothAreNamed() {
        Buffer buffer = taken(pool, 1);
        int block = pool.take(1);
        Executable[] owners = {
            () -> pool.allocate(1),
            () -> pool.take(1),
            () -> pool.give(block),
            () -> pool.blockAddress(block),
            () -> pool.blockBytes(block),
            () -> pool.adopt(block, 0, 1),
            () -> pool.adoptShared(block, 0, 1),
            () -> buffer.slice(0, 1),
            pool::drainReturned,
            pool::statistics,
            pool::leaks,
            pool::close
        };
        String owner = Thread.currentThread().getName();
        OtherThread.does(() -> {
            for (Executable each : owners) {
                Refusal.expect(IllegalStateException.class, each, "thread foreign", "thread " + owner);
            }
        });
        pool.give(block);
    }

    @Test
    void aForeignThreadReadsAndWrites() {
        Buffer buffer = taken(pool, 100).writeInt(7);
        OtherThread.does(() -> {
            assertEquals(7, buffer.readInt());
            buffer.writeInt(8);
        });
        assertEquals(8, buffer.readInt());
    }

    @Test
    void whatAForeignThreadFreesComesHomeAtTheDrain() {
        Buffer buffer = taken(pool, 1 << 20);

        OtherThread.does(buffer::free);

        assertEquals(1 << 20, pool.statistics().bytesInUse());
        assertEquals(List.of(), pool.leaks(), "on its way home is no leak");
        assertEquals(1, pool.drainReturned());
        assertEquals(0, pool.statistics().bytesInUse());
        assertEquals(1, pool.statistics().remoteReturns());
        assertEquals(0, pool.drainReturned());
    }

    @Test
    void onlyTheFirstReturnBeforeADrainWakesTheOwner() {
        Buffer first = taken(pool, 1);
        Buffer second = taken(pool, 1);
        Buffer third = taken(pool, 1);

        OtherThread.does(first::free);
        OtherThread.does(second::free);
        assertEquals(1, wakes.get());
        assertEquals(2, pool.drainReturned());
        OtherThread.does(third::free);
        assertEquals(2, wakes.get());
    }

    @Test
    void theOwnersOwnFreeWakesNobody() {
        taken(pool, 1).free();
        assertEquals(0, wakes.get());
    }

    @Test
    void allocateDrainsBeforeItAnswersNothing() {
        Buffer all = taken(pool, 1 << 20);
        assertNull(pool.allocate(4096));
        OtherThread.does(all::free);

        assertEquals(4096, taken(pool, 4096).capacity());
    }

    @Test
    void aDoubleFreeIsCaughtWhicheverThreadComesSecond() {
        Buffer hereFirst = taken(pool, 1);
        hereFirst.free();
        assertThrows(IllegalStateException.class, () -> OtherThread.does(hereFirst::free));

        Buffer thereFirst = taken(pool, 1);
        OtherThread.does(thereFirst::free);
        assertThrows(IllegalStateException.class, thereFirst::free);
        assertThrows(IllegalStateException.class, () -> OtherThread.does(thereFirst::free));
        pool.drainReturned();
        assertThrows(IllegalStateException.class, thereFirst::free);
        assertEquals(0, pool.statistics().bytesInUse());
    }

    @Test
    void ofThreadsThatFreeTheSameBufferAtOnceExactlyOneSucceeds() throws Exception {
        race(Buffer::free, buffer -> {});
    }

    @Test
    void ofAFreeAndAnOperationArmedAtTheSameMomentExactlyOneSucceeds() throws Exception {
        race(Buffer::pin, buffer -> {
            buffer.unpin();
            buffer.free();
        });
    }

    /** The owner frees while another thread does something else, which is taken back when it came first. */
    private void race(Consumer<Buffer> against, Consumer<Buffer> takeBack) throws Exception {
        int rounds = 2_000;
        int freed = 0;
        AtomicInteger otherFirst = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(2);
        Buffer[] current = new Buffer[1];
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < rounds; i++) {
                meet(barrier);
                otherFirst.addAndGet(succeeds(against, current[0]));
                meet(barrier);
            }
        });
        for (int i = 0; i < rounds; i++) {
            current[0] = taken(pool, 4096);
            meet(barrier);
            int first = succeeds(Buffer::free, current[0]);
            meet(barrier);
            freed += first;
            if (first == 0) {
                takeBack.accept(current[0]);
            }
        }
        other.join();
        pool.drainReturned();

        assertEquals(rounds, freed + otherFirst.get());
        assertEquals(0, pool.statistics().bytesInUse());
    }

    private static int succeeds(Consumer<Buffer> done, Buffer to) {
        try {
            done.accept(to);
            return 1;
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS); // of which no second passes, unless a thread failed
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyReturnersAndADrainingOwnerLoseNothing() throws Exception {
        int rounds = 200;
        CyclicBarrier barrier = new CyclicBarrier(4);
        Buffer[] buffers = new Buffer[96];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int first = t * 32;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < rounds; i++) {
                    meet(barrier);
                    for (int at = first; at < first + 32; at++) {
                        buffers[at].free();
                    }
                    meet(barrier);
                }
            }));
        }
        int home = 0;
        for (int i = 0; i < rounds; i++) {
            for (int at = 0; at < 96; at++) {
                buffers[at] = taken(pool, 4096);
            }
            meet(barrier);
            home += pool.drainReturned();
            meet(barrier);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        home += pool.drainReturned();

        assertEquals(96 * rounds, home);
        assertEquals(0, pool.statistics().bytesInUse());
        assertNotNull(pool.allocate(1 << 20));
    }

    @Test
    void theLastOperationMayEndOnAForeignThread() {
        Buffer buffer = taken(pool, 1);
        OtherThread.does(buffer::pin);
        assertThrows(IllegalStateException.class, () -> OtherThread.does(buffer::free));
        OtherThread.does(buffer::freeWhenReleased);
        assertEquals(0, pool.drainReturned());

        OtherThread.does(buffer::unpin);

        assertEquals(1, pool.drainReturned());
        assertEquals(0, pool.statistics().bytesInUse());
    }

    @Test
    void aForeignThreadThatFreesAfterTheCloseIsRefused() {
        Buffer buffer = taken(pool, 1);
        pool.close();
        assertThrows(IllegalStateException.class, () -> OtherThread.does(buffer::free));
        assertThrows(IllegalStateException.class, () -> OtherThread.does(() -> buffer.getByte(0)));
    }
}

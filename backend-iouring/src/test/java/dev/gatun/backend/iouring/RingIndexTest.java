package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.io_cqring_offsets;
import dev.gatun.bindings.linux.io_sqring_offsets;
import dev.gatun.bindings.linux.io_uring_params;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indices count entries since the ring was made, in 32 bits: they pass the sign and then 0. Over memory of our own. */
class RingIndexTest {
    private static final int ENTRIES = 4;
    private static final int COMPLETIONS = 8;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment entries = arena.allocate(64L * ENTRIES, 64);
    private final MemorySegment queues = arena.allocate(64 + 16L * COMPLETIONS, 64);
    private final MemorySegment submissionHead = queues.asSlice(0, 4);
    private final MemorySegment submissionTail = queues.asSlice(4, 4);
    private final MemorySegment completionHead = queues.asSlice(8, 4);
    private final MemorySegment completionTail = queues.asSlice(12, 4);
    private final MemorySegment completions = queues.asSlice(64);

    @AfterEach
    void free() {
        arena.close();
    }

    private Ring ringAt(int index) {
        submissionHead.set(JAVA_INT, 0, index);
        submissionTail.set(JAVA_INT, 0, index);
        completionHead.set(JAVA_INT, 0, index);
        completionTail.set(JAVA_INT, 0, index);
        MemorySegment params = arena.allocate(io_uring_params.layout());
        io_uring_params.sq_entries(params, ENTRIES);
        io_uring_params.cq_entries(params, COMPLETIONS);
        MemorySegment submissions = io_uring_params.sq_off(params);
        io_sqring_offsets.head(submissions, (int) submissionHead.address() - (int) queues.address());
        io_sqring_offsets.tail(submissions, (int) submissionTail.address() - (int) queues.address());
        io_sqring_offsets.flags(submissions, 16);
        MemorySegment offsets = io_uring_params.cq_off(params);
        io_cqring_offsets.head(offsets, (int) completionHead.address() - (int) queues.address());
        io_cqring_offsets.tail(offsets, (int) completionTail.address() - (int) queues.address());
        io_cqring_offsets.cqes(offsets, (int) completions.address() - (int) queues.address());
        RingMapping mapping = new RingMapping(-1, params, queues.address(), entries.address(), arena);
        return new Ring(mapping, new RingFeatures(SetupStep.PLAIN, Map.of()), -1, WaitArgument.plain(arena));
    }

    private static void put(Ring ring, long userData) {
        ring.put(0, 0, 0, 0, userData, 0);
    }

    private long entryUserData(int index) {
        return entries.get(JAVA_LONG, 64L * (index & ENTRIES - 1) + 32);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 2, Integer.MAX_VALUE, Integer.MIN_VALUE, -3, -1})
    void thereIsRoomForAsManyAsTheRingHoldsWhereverItStands(int index) {
        Ring ring = ringAt(index);
        assertTrue(ring.isTaken());
        for (int i = 0; i < ENTRIES; i++) {
            assertTrue(ring.hasRoom(ENTRIES - i));
            assertFalse(ring.hasRoom(ENTRIES - i + 1));
            put(ring, 100 + i);
            assertEquals(100 + i, entryUserData(index + i));
        }
        assertFalse(ring.hasRoom(1));
        assertTrue(ring.hasWorkForTheKernel());
        submissionHead.set(JAVA_INT, 0, index + 3);
        assertTrue(ring.hasRoom(3));
        assertFalse(ring.hasRoom(4));
        put(ring, 200);
        assertEquals(200, entryUserData(index + ENTRIES));
        assertEquals(103, entryUserData(index + 3), "what the kernel has not taken stays");
    }

    @Test
    void entriesGoAroundPastTheHighestIndex() {
        int index = -10;
        Ring ring = ringAt(index);
        for (int i = 0; i < 20; i++, index++) {
            assertTrue(ring.hasRoom(1));
            put(ring, i);
            assertEquals(i, entryUserData(index));
            assertFalse(ring.isTaken());
            submissionHead.set(JAVA_INT, 0, index + 1);
            assertTrue(ring.isTaken());
        }
    }

    @Test
    void completionsGoAroundPastTheHighestIndex() {
        int index = -5;
        Ring ring = ringAt(index);
        for (int i = 0; i < 10; i++, index++) {
            assertEquals(index, ring.completionHead());
            completions.set(JAVA_LONG, 16L * (index & COMPLETIONS - 1), 1000 + i);
            completionTail.set(JAVA_INT, 0, index + 1);
            assertEquals(index + 1, ring.completionTailAcquire());
            assertEquals(1000 + i, Ring.userData(ring.completion(index)));
            ring.completionHeadRelease(index + 1);
        }
        assertEquals(5, completionHead.get(JAVA_INT, 0));
    }
}

package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class DatagramSlotsTest {
    private static final int HEAD = 40;
    private static final int PEER = 28;

    /** For calls of no system. */
    private static final class Slots extends DatagramSlots {
        private static final MadeUpControls CONTROLS = new MadeUpControls(4, 12, 4);

        Slots(int capacity) {
            super(capacity, HEAD, PEER, CONTROLS, Arena.ofAuto());
        }

        void came(int slot, long length, int peerLength, long controlLength) {
            received(slot, length, length > memoryLengths[slot], peerLength, controlLength);
        }

        @Override
        public void sendWith(int slot, Fact fact, int value) {
            controlLengths[slot] += CONTROLS.add(control(slot), controlLengths[slot], 4, value);
        }

        @Override
        public void sendFrom(int slot, long address, int length, int interfaceIndex) {}

        @Override
        public void sendPlainly(int slot) {
            controlLengths[slot] = 0;
        }

        long end() {
            return memory.address() + memory.byteSize();
        }

        long start() {
            return memory.address();
        }
    }

    private final Slots slots = new Slots(3);
    private final MemorySegment bytes = Arena.ofAuto().allocate(64);

    @Test
    void noTwoPartsLieOverEachOther() {
        assertEquals(slots.start() + HEAD, slots.peerAddress(0));
        assertEquals(slots.peerAddress(0) + PEER, slots.peerAddress(1));
        assertEquals(slots.peerAddress(2) + PEER, slots.control(0));
        assertEquals(slots.control(1) + MadeUpControls.BYTES, slots.control(2));
        assertEquals(slots.control(2) + MadeUpControls.BYTES, slots.end());
    }

    @Test
    void noLengthIsBelievedThatThereIsNoRoomFor() {
        slots.memory(1, bytes.address(), 10);
        slots.came(1, 11, PEER + 1, MadeUpControls.BYTES + 1);
        assertEquals(10, slots.length(1));
        assertTrue(slots.truncated(1));
        assertEquals(1, slots.fact(1, Fact.TRUNCATED));
        assertEquals(PEER, slots.peerLength(1));
        slots.came(1, -1, -1, -1);
        assertEquals(0, slots.length(1));
        assertFalse(slots.truncated(1));
        assertEquals(0, slots.fact(1, Fact.TRUNCATED));
        assertEquals(0, slots.peerLength(1));
        assertEquals(0, slots.destination(1, bytes.address()));
    }

    @Test
    void eachSlotHasItsOwnPeerAndFacts() {
        bytes.fill((byte) 5);
        slots.peer(2, bytes.address(), PEER);
        slots.sendWith(2, Fact.HOP_LIMIT, 9);
        assertEquals(4_009, slots.fact(2, Fact.HOP_LIMIT));
        assertTrue(slots.fact(1, Fact.HOP_LIMIT) < 0);
        MemorySegment into = Arena.ofAuto().allocate(PEER + 1L);
        assertEquals(PEER, slots.sender(2, into.address()));
        assertEquals(5, into.get(ValueLayout.JAVA_BYTE, PEER - 1));
        assertEquals(0, into.get(ValueLayout.JAVA_BYTE, PEER));
        assertEquals(0, slots.sender(1, into.address()));
    }

    @Test
    void thoseThatWereSentAreSkippedUntilTheyAreCountedAgain() {
        slots.count(3);
        slots.skip(2);
        assertEquals(2, slots.first());
        slots.count(2);
        assertEquals(0, slots.first());
        assertEquals(2, slots.count());
        assertEquals(3, slots.capacity());
    }

    @Test
    void whatIsWrongIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Slots(0));
        assertThrows(IllegalArgumentException.class, () -> slots.count(4));
        assertThrows(IllegalArgumentException.class, () -> slots.skip(1));
        assertThrows(IllegalArgumentException.class, () -> slots.memory(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> slots.memory(0, bytes.address(), -1));
        assertThrows(IllegalArgumentException.class, () -> slots.length(0, 1));
        assertThrows(IllegalArgumentException.class, () -> slots.peer(0, bytes.address(), PEER + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slots.memory(3, bytes.address(), 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slots.peerAddress(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> slots.control(3));
    }
}

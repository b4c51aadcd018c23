package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final int CUT_OFF = 0x20;

    private final Envelope layout = new Envelope(48, 64, CUT_OFF);
    private final MemorySegment memory = Arena.ofAuto().allocate(256, Long.BYTES);
    private final MemorySegment copied = Arena.ofAuto().allocate(64);
    private final long envelope = memory.address();

    @Test
    void itsPartsStandOneBehindTheOther() {
        assertEquals(64, layout.bytes(false));
        assertEquals(128, layout.bytes(true));
        assertEquals(0, layout.controlBytes(64));
        assertEquals(64, layout.controlBytes(128));
        assertEquals(envelope + 16, layout.sender(envelope));
        assertEquals(envelope + 64, layout.control(envelope));
    }

    @Test
    void whatIsSealedIsRead() {
        memory.asSlice(16, 28).fill((byte) 7);
        layout.seal(envelope, 28, 40, CUT_OFF | 1);
        assertEquals(28, layout.copySender(envelope, copied.address()));
        assertEquals(7, copied.get(ValueLayout.JAVA_BYTE, 27));
        assertEquals(0, copied.get(ValueLayout.JAVA_BYTE, 28));
        assertEquals(40, layout.controlLength(envelope));
        assertTrue(layout.isTruncated(envelope));
        layout.seal(envelope, 28, 40, ~CUT_OFF);
        assertFalse(layout.isTruncated(envelope));
    }

    @Test
    void noLengthLeadsOutOfIt() {
        layout.seal(envelope, 49, 65, 0);
        assertEquals(48, layout.copySender(envelope, copied.address()));
        assertEquals(64, layout.controlLength(envelope));
        layout.seal(envelope, -1, Integer.MIN_VALUE, 0);
        assertEquals(0, layout.copySender(envelope, copied.address()));
        assertEquals(0, layout.controlLength(envelope));
    }
}

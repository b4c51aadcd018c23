package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ControlMessagesTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(ControlMessages.BYTES, Long.BYTES);
    private final long control = memory.address();

    @Test
    void whatIsAddedIsFoundBehindWhatWasThere() {
        int length = ControlMessages.add(control, 0, Fact.TRAFFIC_CLASS, 0xB8);
        length += ControlMessages.add(control, length, Fact.HOP_LIMIT, 33);
        assertEquals(96, length, "two messages of 24 bytes for each, one for each family");
        assertEquals(0xB8, ControlMessages.fact(control, length, Fact.TRAFFIC_CLASS));
        assertEquals(33, ControlMessages.fact(control, length, Fact.HOP_LIMIT));
        assertEquals(Datagrams.UNTOLD, ControlMessages.fact(control, length, Fact.DROPS));
        assertEquals(Datagrams.UNTOLD, ControlMessages.fact(control, 48, Fact.HOP_LIMIT), "behind the end");
    }

    @Test
    void noLengthLeadsOutOfTheMemory() {
        int length = ControlMessages.add(control, 0, Fact.HOP_LIMIT, 33);
        for (long wrong : new long[] {0, 15, -1, length + 1L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            memory.set(ValueLayout.JAVA_LONG, 0, wrong);
            assertEquals(Datagrams.UNTOLD, ControlMessages.fact(control, length, Fact.HOP_LIMIT), () -> "of " + wrong);
            assertEquals(0, ControlMessages.destination(control, length, control), () -> "of " + wrong);
        }
        assertEquals(Datagrams.UNTOLD, ControlMessages.fact(control, 0, Fact.HOP_LIMIT));
        assertEquals(Datagrams.UNTOLD, ControlMessages.fact(control, 8, Fact.HOP_LIMIT));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        int length = 0;
        while (length + 48 <= ControlMessages.BYTES) {
            length += ControlMessages.add(control, length, Fact.HOP_LIMIT, 1);
        }
        int full = length;
        assertThrows(IllegalStateException.class, () -> ControlMessages.add(control, full, Fact.HOP_LIMIT, 1));
        assertThrows(IllegalArgumentException.class, () -> ControlMessages.add(control, 0, Fact.DROPS, 1));
        assertTrue(full <= ControlMessages.BYTES);
    }
}

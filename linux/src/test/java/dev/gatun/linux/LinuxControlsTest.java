package dev.gatun.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring_recvmsg_out;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class LinuxControlsTest {
    private static final LinuxControls CONTROLS = LinuxControls.LINUX;

    private final MemorySegment memory = Arena.ofAuto().allocate(CONTROLS.bytes(), Long.BYTES);
    private final long control = memory.address();

    @Test
    void whatIsAddedIsFoundBehindWhatWasThere() {
        int length = CONTROLS.add(control, 0, Fact.TRAFFIC_CLASS, 0xB8);
        length += CONTROLS.add(control, length, Fact.HOP_LIMIT, 33);
        assertEquals(96, length, "two messages of 24 bytes for each, one for each family");
        assertEquals(0xB8, CONTROLS.fact(control, length, Fact.TRAFFIC_CLASS));
        assertEquals(33, CONTROLS.fact(control, length, Fact.HOP_LIMIT));
        assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, length, Fact.DROPS));
        assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, 48, Fact.HOP_LIMIT), "behind the end");
    }

    @Test
    void noLengthLeadsOutOfTheMemory() {
        int length = CONTROLS.add(control, 0, Fact.HOP_LIMIT, 33);
        for (long wrong : new long[] {0, 15, -1, length + 1L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            memory.set(ValueLayout.JAVA_LONG, 0, wrong);
            assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, length, Fact.HOP_LIMIT), () -> "of " + wrong);
            assertEquals(0, CONTROLS.destination(control, length, control), () -> "of " + wrong);
        }
        assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, 0, Fact.HOP_LIMIT));
        assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, 8, Fact.HOP_LIMIT));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        int length = 0;
        while (length + 48 <= CONTROLS.bytes()) {
            length += CONTROLS.add(control, length, Fact.HOP_LIMIT, 1);
        }
        int full = length;
        assertThrows(IllegalStateException.class, () -> CONTROLS.add(control, full, Fact.HOP_LIMIT, 1));
        assertThrows(IllegalArgumentException.class, () -> CONTROLS.add(control, 0, Fact.DROPS, 1));
        assertTrue(full <= CONTROLS.bytes());
    }

    /** io_uring writes it by itself, so what we write and read must be laid out likewise. */
    @Test
    void theEnvelopeIsIoUrings() {
        LinuxControls.ENVELOPE.seal(control, 28, 40, Linux.MSG_TRUNC());
        assertEquals(io_uring_recvmsg_out.sizeof(), LinuxControls.ENVELOPE.sender(control) - control);
        assertEquals(28, io_uring_recvmsg_out.namelen(memory));
        assertEquals(40, io_uring_recvmsg_out.controllen(memory));
        assertEquals(Linux.MSG_TRUNC(), io_uring_recvmsg_out.flags(memory));
        assertEquals(0, io_uring_recvmsg_out.payloadlen(memory));
    }
}

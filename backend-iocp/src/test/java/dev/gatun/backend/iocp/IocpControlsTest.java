package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.bindings.windows.WsaCmsgHdr;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class IocpControlsTest {
    private static final IocpControls CONTROLS = IocpControls.WINDOWS;

    private final MemorySegment memory = Arena.ofAuto().allocate(CONTROLS.bytes(), 8);
    private final MemorySegment address = Arena.ofAuto().allocate(IocpAddress.BYTES_MAX, 8);
    private final long control = memory.address();

    @Test
    void whatIsAddedIsFound() {
        for (boolean isInet6 : new boolean[] {false, true}) {
            int length = CONTROLS.add(control, 0, Fact.HOP_LIMIT, 7, isInet6);
            length += CONTROLS.add(control, length, Fact.TRAFFIC_CLASS, 0xB8, isInet6);
            assertEquals(7, CONTROLS.fact(control, length, Fact.HOP_LIMIT));
            assertEquals(0xB8, CONTROLS.fact(control, length, Fact.TRAFFIC_CLASS));
            assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, length, Fact.INTERFACE));
            assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, length, Fact.RECEIVED_NANOS));
        }
    }

    @Test
    void whereItWasSentToIsFoundWithItsInterface() {
        for (String host : new String[] {"127.0.0.77", "fe80::12"}) {
            int bytes = IocpAddress.write(new InetSocketAddress(host, 5), address.address());
            int length = CONTROLS.addSource(control, 0, address.address(), bytes, 3);
            int written = CONTROLS.destination(control, length, address.address());
            assertEquals(new InetSocketAddress(host, 0), IocpAddress.read(address.address(), written));
            assertEquals(3, CONTROLS.fact(control, length, Fact.INTERFACE));
        }
        assertEquals(0, CONTROLS.destination(control, 0, address.address()));
    }

    /** A length that leads out of the memory, or back, ends the walk. */
    @Test
    void noLengthIsBelievedThatLeadsAstray() {
        int length = CONTROLS.add(control, 0, Fact.TRAFFIC_CLASS, 1, false);
        length += CONTROLS.add(control, length, Fact.HOP_LIMIT, 9, false);
        for (long lie : new long[] {0, 15, -1, Long.MAX_VALUE, 1000}) {
            memory.set(ValueLayout.JAVA_LONG, WsaCmsgHdr.CMSG_LEN, lie);
            assertEquals(Datagrams.UNTOLD, CONTROLS.fact(control, length, Fact.HOP_LIMIT), "length " + lie);
        }
    }

    @Test
    void moreThanThereIsRoomForIsRefused() {
        int length = 0;
        while (length + 24 <= CONTROLS.bytes()) {
            length += CONTROLS.add(control, length, Fact.HOP_LIMIT, 1, false);
        }
        int full = length;
        assertThrows(IllegalStateException.class, () -> CONTROLS.add(control, full, Fact.HOP_LIMIT, 1, false));
        assertThrows(IllegalArgumentException.class, () -> CONTROLS.add(control, 0, Fact.DROPS, 1, false));
    }
}

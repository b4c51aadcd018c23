package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.spi.Datagrams;
import dev.gatun.spi.Datagrams.Fact;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In the three forms that there are: Linux' and Windows', FreeBSD's, macOS'. */
class ControlMessagesTest {
    private static final MadeUpControls OF_WORDS = new MadeUpControls(8, 16, 8);
    private static final MadeUpControls ALIGNED = new MadeUpControls(4, 16, 8);
    private static final MadeUpControls PACKED = new MadeUpControls(4, 12, 4);
    private static final List<MadeUpControls> FORMS = List.of(OF_WORDS, ALIGNED, PACKED);

    private final MemorySegment memory = Arena.ofAuto().allocate(2L * MadeUpControls.BYTES, Long.BYTES);
    private final MemorySegment address = Arena.ofAuto().allocate(64, Long.BYTES);
    private final long control = memory.address();

    @Test
    void theHeaderIsWhereEachSystemHasIt() {
        assertEquals(24, OF_WORDS.add(control, 0, 6, 9));
        assertEquals(20L, memory.get(ValueLayout.JAVA_LONG, 0));
        assertEquals(6, memory.get(ValueLayout.JAVA_INT, 8));
        assertEquals(MadeUpControls.HOP_LIMIT, memory.get(ValueLayout.JAVA_INT, 12));
        assertEquals(9, memory.get(ValueLayout.JAVA_INT, 16));
        assertEquals(24, ALIGNED.add(control, 0, 6, 9));
        assertEquals(20, memory.get(ValueLayout.JAVA_INT, 0));
        assertEquals(6, memory.get(ValueLayout.JAVA_INT, 4));
        assertEquals(9, memory.get(ValueLayout.JAVA_INT, 16));
        assertEquals(16, PACKED.add(control, 0, 6, 9));
        assertEquals(16, memory.get(ValueLayout.JAVA_INT, 0));
        assertEquals(9, memory.get(ValueLayout.JAVA_INT, 12));
    }

    @Test
    void whatIsAskedIsFoundBehindOthers() {
        for (MadeUpControls form : FORMS) {
            form.begin(control, 0, 4, 5);
            int length = form.spaceOf(5);
            length += form.add(control, length, 6, 33);
            assertEquals(6_033, form.fact(control, length, Fact.HOP_LIMIT));
            assertEquals(Datagrams.UNTOLD, form.fact(control, length - 1, Fact.DROPS));
            assertEquals(Datagrams.UNTOLD, form.fact(control, form.spaceOf(5), Fact.HOP_LIMIT), "behind the end");
            assertEquals(Datagrams.UNTOLD, form.fact(control, 0, Fact.HOP_LIMIT));
        }
    }

    @Test
    void noLengthLeadsOutOfTheMemory() {
        for (MadeUpControls form : FORMS) {
            int length = form.add(control, 0, 6, 33);
            for (int wrong : new int[] {0, 11, -1, length + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                memory.set(ValueLayout.JAVA_INT, 0, wrong);
                memory.set(ValueLayout.JAVA_INT, 4, form == OF_WORDS ? wrong >> 31 : 6);
                assertEquals(Datagrams.UNTOLD, form.fact(control, length, Fact.HOP_LIMIT), () -> "of " + wrong);
            }
        }
    }

    @Test
    void whereItWentIsToldByIpv4First() {
        for (MadeUpControls form : FORMS) {
            memory.asSlice(0, MadeUpControls.BYTES).fill((byte) 0);
            long inet6 = form.begin(control, 0, 6, 16);
            memory.set(ValueLayout.JAVA_BYTE, inet6 - control + 15, (byte) 66);
            int length = form.spaceOf(16);
            assertEquals(24, form.destination(control, length, address.address()));
            assertEquals(66, address.get(ValueLayout.JAVA_BYTE, 8 + 15));
            long inet4 = form.begin(control, length, 4, 4);
            memory.set(ValueLayout.JAVA_BYTE, inet4 - control, (byte) 44);
            assertEquals(8, form.destination(control, length + form.spaceOf(4), address.address()));
            assertEquals(4, address.get(ValueLayout.JAVA_BYTE, 0));
            assertEquals(44, address.get(ValueLayout.JAVA_BYTE, 4));
            assertEquals(0, form.destination(control, 0, address.address()));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (MadeUpControls form : FORMS) {
            int length = 0;
            while (length + form.spaceOf(4) <= MadeUpControls.BYTES) {
                length += form.add(control, length, 4, 1);
            }
            int full = length;
            assertThrows(IllegalStateException.class, () -> form.add(control, full, 4, 1));
        }
    }
}

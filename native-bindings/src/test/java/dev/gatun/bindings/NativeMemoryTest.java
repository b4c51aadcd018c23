package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    /** Every length and every place within a word: nothing beside it is touched. */
    @Test
    void fillsWhatItIsToldToAndNoMore() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64, 8);
            for (int from = 0; from <= 9; from++) {
                for (int length = 0; length <= 40; length++) {
                    memory.fill((byte) 1);
                    NativeMemory.fill(memory.address() + from, length, (byte) 0xa5);
                    byte[] expected = new byte[64];
                    Arrays.fill(expected, (byte) 1);
                    Arrays.fill(expected, from, from + length, (byte) 0xa5);
                    assertArrayEquals(expected, memory.toArray(ValueLayout.JAVA_BYTE), length + " bytes from " + from);
                }
            }
        }
    }

    @Test
    void whatIsNoMemoryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.fill(0, 8, (byte) 0));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.fill(4096, -1, (byte) 0));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.at(0, 8));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.at(4096, -1));
    }
}

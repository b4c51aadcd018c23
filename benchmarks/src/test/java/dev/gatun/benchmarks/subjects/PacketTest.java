package dev.gatun.benchmarks.subjects;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class PacketTest {
    @Test
    void itCarriesItsNumberInEveryWord() throws IllegalAccessException {
        for (Field word : Packet.class.getDeclaredFields()) {
            Packet packet = new Packet();
            packet.write(41);
            assertDoesNotThrow(() -> packet.require(41));
            assertThrows(IllegalStateException.class, () -> packet.require(42));
            word.setAccessible(true);
            word.setLong(packet, word.getLong(packet) ^ 1);
            assertThrows(IllegalStateException.class, () -> packet.require(41), word.getName());
        }
    }
}

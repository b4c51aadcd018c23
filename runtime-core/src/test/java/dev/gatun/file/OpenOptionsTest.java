package dev.gatun.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenOptionsTest {
    @Test
    void eachWordIsABitAndNothingElse() {
        int write = Operation.OPEN_WRITE;
        assertEquals(Operation.OPEN_READ, OpenOptions.read().flags());
        assertEquals(write, OpenOptions.write().flags());
        assertEquals(Operation.OPEN_READ | write, OpenOptions.readWrite().flags());
        assertEquals(write | Operation.OPEN_CREATE, OpenOptions.write().create().flags());
        assertEquals(
                write | Operation.OPEN_CREATE | Operation.OPEN_EXCLUSIVE,
                OpenOptions.write().exclusive().flags());
        assertEquals(
                write | Operation.OPEN_TRUNCATE, OpenOptions.write().truncate().flags());
        assertEquals(write | Operation.OPEN_APPEND, OpenOptions.write().append().flags());
        assertEquals(
                Operation.OPEN_READ | Operation.OPEN_DIRECT,
                OpenOptions.read().direct().flags());
        assertEquals(
                write | Operation.OPEN_DATA_SYNC, OpenOptions.write().dataSync().flags());
    }

    @Test
    void optionsAreNotChangedByThoseMadeFromThem() {
        OpenOptions write = OpenOptions.write();
        OpenOptions appends = write.append().mode(0600);
        assertFalse(write.isAppend());
        assertEquals(0644, write.mode());
        assertTrue(appends.isAppend());
        assertFalse(appends.isDirect());
        assertEquals(0600, appends.mode());
    }

    @Test
    void whatOnlyReadsChangesNothing() {
        for (OpenOptions wrong : List.of(
                OpenOptions.read().create(),
                OpenOptions.read().truncate(),
                OpenOptions.read().append())) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, wrong::flags);
            assertTrue(String.valueOf(refused.getMessage()).contains("write() or readWrite()"));
        }
        assertThrows(IllegalArgumentException.class, () -> OpenOptions.read().mode(010000));
    }
}

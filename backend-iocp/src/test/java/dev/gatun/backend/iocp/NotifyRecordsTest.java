package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.spi.DirectoryChanges.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifyRecordsTest {
    private final int[] cookies = {0};
    private final NotifyRecords records = new NotifyRecords(() -> ++cookies[0]);
    private final ByteBuffer memory = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private int last = -1;

    /** As Windows lays them out: each at a multiple of four, and the last says that there is none after it. */
    private void write(int action, String name) {
        int at = (memory.position() + 3) & ~3;
        if (last >= 0) {
            memory.putInt(last, at - last);
        }
        last = at;
        memory.position(at).putInt(0).putInt(action).putInt(2 * name.length());
        for (int i = 0; i < name.length(); i++) {
            memory.putChar(name.charAt(i));
        }
    }

    private List<String> read() {
        List<String> told = new ArrayList<>();
        MemorySegment written = MemorySegment.ofArray(memory.array()).asSlice(0, memory.position());
        records.read(
                written,
                (Kind kind, int cookie, String name) ->
                        told.add(kind + " " + name + (cookie == 0 ? "" : " " + cookie)));
        memory.clear();
        last = -1;
        return told;
    }

    @Test
    void eachRecordIsRead() {
        write(WindowsFiles.FILE_ACTION_ADDED, "a");
        write(WindowsFiles.FILE_ACTION_MODIFIED, "abc");
        write(99, "of a newer Windows");
        write(WindowsFiles.FILE_ACTION_REMOVED, "☂");
        assertEquals(List.of("CREATED a", "MODIFIED abc", "DELETED ☂"), read());
    }

    @Test
    void theNamesOfAMoveHaveOneCookieAlsoInTwoAnswers() {
        write(WindowsFiles.FILE_ACTION_RENAMED_OLD_NAME, "a");
        write(WindowsFiles.FILE_ACTION_RENAMED_NEW_NAME, "b");
        write(WindowsFiles.FILE_ACTION_RENAMED_OLD_NAME, "c");
        assertEquals(List.of("MOVED_FROM a 1", "MOVED_TO b 1", "MOVED_FROM c 2"), read());
        write(WindowsFiles.FILE_ACTION_ADDED, "x");
        write(WindowsFiles.FILE_ACTION_RENAMED_NEW_NAME, "d");
        write(WindowsFiles.FILE_ACTION_RENAMED_NEW_NAME, "from elsewhere");
        assertEquals(List.of("CREATED x", "MOVED_TO d 2", "MOVED_TO from elsewhere"), read());
    }

    @Test
    void aNameIsUtf8AndHalfASurrogateIsThreeBytes() {
        for (String name : List.of("plain", "Grüße ☂", "\uD83D\uDE00!")) {
            assertArrayEquals(name.getBytes(StandardCharsets.UTF_8), NotifyRecords.bytes(name));
        }
        assertArrayEquals(
                new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, 'b', (byte) 0xED, (byte) 0xB8, (byte) 0x80},
                NotifyRecords.bytes("a\uD83Db\uDE00"));
    }
}

package dev.gatun.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.DirectoryChanges.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DirectoryChangeTest {
    private static DirectoryChange change(Kind kind, String directory, byte[] name, String about) {
        return new DirectoryChange(kind, directory, name, false, 7, about);
    }

    @Test
    void aNameIsTextWhereItIsUtf8() {
        byte[] name = "Grüße ☂".getBytes(StandardCharsets.UTF_8);
        DirectoryChange created = change(Kind.CREATED, "/a", name, "");
        assertEquals("Grüße ☂", created.name());
        assertEquals("/a/Grüße ☂", created.path());
        assertEquals("CREATED /a/Grüße ☂", created.toString());
    }

    @Test
    void otherBytesAreShownAndKept() {
        byte[] name = {'a', (byte) 0xff, 'b', (byte) 0xc3};
        DirectoryChange created = change(Kind.CREATED, "/", name, "");
        assertEquals("a\\xffb\\xc3", created.name());
        assertEquals("/a\\xffb\\xc3", created.path());
        name[0] = 'z';
        created.nameBytes()[1] = 0;
        assertArrayEquals(new byte[] {'z', (byte) 0xff, 'b', (byte) 0xc3}, created.nameBytes());
    }

    @Test
    void aPathIsDividedAsItsSystemDividesIt() {
        byte[] name = {'n'};
        assertEquals("C:\\a\\n", change(Kind.CREATED, "C:\\a", name, "").path('\\'));
        assertEquals("C:\\n", change(Kind.CREATED, "C:\\", name, "").path('\\'));
        assertEquals("C:/a/n", change(Kind.CREATED, "C:/a/", name, "").path('\\'));
        assertEquals("a\\/n", change(Kind.CREATED, "a\\", name, "").path('/'), "elsewhere that is a letter");
        assertEquals(
                "C:\\a", change(Kind.DIRECTORY_GONE, "C:\\a", new byte[0], "").path('\\'));
    }

    @Test
    void theDirectoryItselfHasNoName() {
        assertEquals(
                "/a/b", change(Kind.DIRECTORY_GONE, "/a/b", new byte[0], "").path());
    }

    @Test
    void whereItCameFromAndWhatToDoAreForThoseThatHaveThem() {
        byte[] name = {'n'};
        assertEquals(
                "/old", change(Kind.MOVED_TO, "/a", name, "/old").movedFrom().orElseThrow());
        assertTrue(change(Kind.MOVED_TO, "/a", name, "").movedFrom().isEmpty());
        assertTrue(change(Kind.CREATED, "/a", name, "").remedy().isEmpty());
        DirectoryChange overflow = change(Kind.OVERFLOW, "", new byte[0], "look again");
        assertEquals("look again", overflow.remedy().orElseThrow());
        assertEquals("OVERFLOW: look again", overflow.toString());
    }
}

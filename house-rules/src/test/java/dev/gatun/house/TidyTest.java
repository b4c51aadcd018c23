package dev.gatun.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("assertions") // it reads sources: once is enough
class TidyTest {
    @TempDir
    Path planted;

    @Test
    void theTreeIsTidy() throws IOException {
        assertEquals(List.of(), Tidy.look(House.ROOT));
    }

    @Test
    void aLongLineIsFound() throws IOException {
        plant("A.java", "class A {} //" + "-".repeat(120));
        expect("A.java:1: a line of 133 characters; at most 120");
    }

    @Test
    void aLongFileIsFound() throws IOException {
        plant("A.java", "class A {}\n" + "//\n".repeat(350));
        expect("A.java:351: a file of 351 lines; at most 350");
    }

    @Test
    void aLongMethodIsFound() throws IOException {
        plant("A.java", "class A {\n    void f() {\n" + "        f();\n".repeat(60) + "    }\n}\n");
        expect("A.java:2: f has 62 lines; at most 60");
    }

    @Test
    void aBannedNameIsFound() throws IOException {
        plant("SocketHelper.java", "class SocketHelper {}\n");
        expect("SocketHelper.java:1: a name that says nothing; name the role");
    }

    @Test
    void unfinishedWorkIsFound() throws IOException {
        plant("A.java", "class A {} // TO" + "DO\n");
        expect("A.java:1: unfinished work: finish it, or write an issue");
    }

    @Test
    void aDeadLinkIsFound() throws IOException {
        plant("README.md", "see [there](there.md), [here](README.md#title) and [the web](https://example.org/x)\n");
        expect("README.md:1: a link to there.md, which is not there");
    }

    private void plant(String name, String text) throws IOException {
        Files.writeString(planted.resolve(name), text);
    }

    private void expect(String... violations) throws IOException {
        assertEquals(List.of(violations), Tidy.look(planted));
    }
}

package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watcher as a user runs it, and what touch, mv, mkdir and rm do. */
@Tag("assertions") // the example runs in a process of its own: once is enough
class WatchTest {
    @TempDir
    Path folder;

    @Test
    void whatToolsDoIsShown() throws InterruptedException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Path inner = folder.resolve("inner");
        try (RunningExample watch = new RunningExample("watch", folder.toString())) {
            Tool.run("", List.of("touch", one.toString()));
            assertEquals("CREATED " + one, watch.line());
            assertEquals("WRITTEN " + one, watch.line());
            Tool.run("", List.of("mv", one.toString(), two.toString()));
            assertEquals("MOVED_FROM " + one, watch.line());
            assertEquals("MOVED_TO " + two + " from " + one, watch.line());
            Tool.run("", List.of("mkdir", inner.toString()));
            assertEquals("CREATED " + inner, watch.line());
            Tool.run("", List.of("rm", two.toString()));
            assertEquals("DELETED " + two, watch.line());
            Tool.run("", List.of("touch", inner.resolve("deep").toString()));
            assertEquals("CREATED " + inner.resolve("deep"), watch.line());
        }
        assertEquals(
                2, Examples.run(new String[] {"watch", folder.resolve("none").toString()}));
    }
}

package dev.gatun.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies, compared by cmp(1). */
class CopyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 1 << 20, (1 << 20) + 17, 20_000_001})
    void aCopyIsTheSameToTheLastByte(int size) throws IOException, InterruptedException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path from = Files.write(folder.resolve("from"), bytes);
        Path to = Files.write(folder.resolve("to"), new byte[size + 9_999]); // what was there before is gone
        assertEquals(0, Examples.run(new String[] {"copy", from.toString(), to.toString()}));
        assertEquals(-1, Files.mismatch(from, to));
        Tool.require("cmp");
        Tool.run("", List.of("cmp", from.toString(), to.toString()));
    }

    @Test
    void whatCannotBeIsTold() throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("file"), new byte[10]);
        assertEquals(2, Examples.run(new String[] {"copy", file.toString(), file.toString()}));
        assertEquals(
                1, Examples.run(new String[] {"copy", folder.resolve("none").toString(), file + "2"}));
        assertEquals(1, Examples.run(new String[] {
            "copy", file.toString(), folder.resolve("no/where").toString()
        }));
        assertEquals(2, Examples.run(new String[] {"copy", file.toString()}));
    }
}

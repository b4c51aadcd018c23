package dev.gatun.benchmarks.rivals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which block of the row's file is read next, at random, and whether it was that one: each has its number at its
 * beginning. One thread.
 */
public final class Blocks {
    /** The bytes of each. */
    public static final int SIZE = 4096;

    private final Path path;
    private final long count;
    private long random;

    /** {@code seed}: not zero, and another for each thread. */
    public Blocks(Stage stage, long seed) throws IOException {
        path = Path.of(stage.text("file", ""));
        count = Files.size(path) / SIZE;
        random = 88172645463325252L * seed;
    }

    public Path path() {
        return path;
    }

    /** Memory for one, as reading past the page cache wants it. */
    public static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(2 * SIZE).alignedSlice(SIZE).slice(0, SIZE);
    }

    /** The number of the next; it begins at so many times {@link #SIZE}. */
    public long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random >>> 1) % count;
    }

    public static void check(long wanted, int result, ByteBuffer buffer) {
        if (result != SIZE || buffer.getLong(0) != wanted) {
            throw new IllegalStateException(
                    "block " + wanted + " was asked for, and " + result + " bytes of " + buffer.getLong(0) + " came");
        }
    }
}

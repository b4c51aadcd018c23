package dev.gatun.benchmarks.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file of blocks that each have their number at their beginning, so that whoever reads one can tell which. */
public final class NumberedFile {
    private static final int BLOCK = 4096;
    private static final int BLOCKS_AT_ONCE = 256;
    private static final long BYTES = 256L << 20;

    private NumberedFile() {}

    /** Written when it is not there yet; all of it is on the device then. */
    public static Path in(Path folder) {
        Path file = folder.resolve("numbered-blocks");
        try {
            if (!Files.exists(file) || Files.size(file) != BYTES) {
                Path unfinished = Files.createTempFile(folder, "unfinished", "");
                write(unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new BenchmarkFailure("no file of " + (BYTES >> 20) + " MiB could be written: " + e.getMessage());
        }
    }

    private static void write(Path file) throws IOException {
        ByteBuffer blocks = ByteBuffer.allocateDirect(BLOCK * BLOCKS_AT_ONCE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long number = 0; number < BYTES / BLOCK; number += BLOCKS_AT_ONCE) {
                for (int i = 0; i < BLOCKS_AT_ONCE; i++) {
                    blocks.putLong(i * BLOCK, number + i);
                }
                blocks.clear();
                while (blocks.hasRemaining()) {
                    channel.write(blocks);
                }
            }
            channel.force(true);
        }
    }
}

package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.VectorCallback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Write and read back as {@code fio --verify} does: every eight bytes of a block hold where they belong, what was asked
 * and the seed, so that a block that landed elsewhere, or an old one, is found. Blocks in random order, many at once.
 * {@code gatun.files.verify.mib} makes it longer.
 */
interface FileVerifyContract {
    int BLOCK = 8192;
    int AT_ONCE = 16;

    FileDriver files();

    private static void stamp(Buffer buffer, long offset, long seed, int pass) {
        buffer.clear();
        for (int at = 0; at < BLOCK; at += Long.BYTES) {
            buffer.writeLong((offset + at) * 0x9E37_79B9_7F4A_7C15L ^ seed << 8 ^ pass);
        }
    }

    private static void verify(Buffer buffer, int from, long offset, long seed, int pass) {
        for (int at = 0; at < BLOCK; at += Long.BYTES) {
            long expected = (offset + at) * 0x9E37_79B9_7F4A_7C15L ^ seed << 8 ^ pass;
            if (buffer.getLong(from + at) != expected) {
                throw new AssertionError(
                        "byte " + (offset + at) + " holds " + Long.toHexString(buffer.getLong(from + at)) + ", not "
                                + Long.toHexString(expected) + "; pass " + pass + ", seed " + seed);
            }
        }
    }

    private static List<Integer> shuffled(int blocks, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order;
    }

    private void writeAndReadBack(AsyncFile file) {
        long seed = Long.getLong("gatun.seed", 17);
        Random random = new Random(seed);
        int blocks = Integer.getInteger("gatun.files.verify.mib", 2) * (1 << 20) / BLOCK;
        for (int pass = 1; pass <= 2; pass++) {
            int written = pass;
            int[] inFlight = {0};
            for (int block : shuffled(blocks, random)) {
                Buffer buffer = files().driver().buffer(BLOCK);
                long offset = (long) block * BLOCK;
                stamp(buffer, offset, seed, pass);
                inFlight[0]++;
                file.writeFully(buffer, offset, (_, done, result) -> {
                    assertEquals(BLOCK, result);
                    done.free();
                    inFlight[0]--;
                });
                files().until(() -> inFlight[0] < AT_ONCE, "a write");
            }
            files().until(() -> inFlight[0] == 0, "all writes");
            for (int block : shuffled(blocks, random)) {
                long offset = (long) block * BLOCK;
                inFlight[0]++;
                file.readFully(files().driver().buffer(BLOCK), offset, (_, done, result) -> {
                    assertEquals(BLOCK, result);
                    verify(done, 0, offset, seed, written);
                    done.free();
                    inFlight[0]--;
                });
                files().until(() -> inFlight[0] < AT_ONCE, "a read");
            }
            files().until(() -> inFlight[0] == 0, "all reads");
        }
    }

    @Test
    default void everyBlockIsWhatWasLastWrittenThere() {
        writeAndReadBack(files().create("verify"));
    }

    @Test
    default void soItIsPastThePageCache() {
        OpenOptions direct = OpenOptions.readWrite().create().direct();
        FileDriver.Opened opened = files().tryOpen(files().path("verify-direct"), direct);
        Assumptions.assumeTrue(opened.failure == null, () -> "no direct access here: " + opened.failure);
        writeAndReadBack(Objects.requireNonNull(opened.file));
    }

    /** Three blocks to an operation; what stops short is begun anew. */
    @Test
    default void soItIsWithVectors() {
        long seed = Long.getLong("gatun.seed", 19);
        Random random = new Random(seed);
        AsyncFile file = files().create("verify-vectors");
        Buffer[] three = new Buffer[3];
        BufferVector vector = files().cpu().newVector(3);
        for (int i = 0; i < 3; i++) {
            three[i] = files().driver().buffer(BLOCK);
        }
        List<Integer> order = shuffled(40, random);
        for (int group : order) {
            long offset = 3L * BLOCK * group;
            for (int i = 0; i < 3; i++) {
                stamp(three[i], offset + (long) i * BLOCK, seed, 1);
                vector.addReadable(three[i]);
            }
            until(offset, 3 * BLOCK, (at, callback) -> file.write(vector, at, callback));
            vector.clear();
        }
        for (int group : order) {
            long offset = 3L * BLOCK * group;
            for (Buffer buffer : three) {
                vector.addWritable(buffer.clear());
            }
            until(offset, 3 * BLOCK, (at, callback) -> file.read(vector, at, callback));
            vector.clear();
            for (int i = 0; i < 3; i++) {
                three[i].writerIndex(BLOCK);
                verify(three[i], 0, offset + (long) i * BLOCK, seed, 1);
            }
        }
        for (Buffer buffer : three) {
            buffer.free();
        }
    }

    /** A vectored operation. */
    interface Transfer {
        void begin(long offset, VectorCallback callback);
    }

    /** The whole operation again, until all of it was transferred at once. */
    private void until(long offset, int bytes, Transfer transfer) {
        int result = 0;
        while (result < bytes) {
            FileDriver.Told told = new FileDriver.Told();
            transfer.begin(offset, told::tell);
            result = (int) files().awaitWell(told);
        }
    }
}

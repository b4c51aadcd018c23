package dev.gatun.benchmarks.rivals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The JDK's channel for files, whose reads block: by one thread, or by one for each read in flight. */
public abstract class FileChannels implements Rival {
    /** One read at a time, which is all that a single thread can have in flight. */
    public static final class ByOneThread extends FileChannels {
        public ByOneThread() {
            super("file-channel-1");
        }

        @Override
        int threads(Stage stage) {
            return 1;
        }
    }

    /** As many threads as reads shall be in flight. */
    public static final class ByManyThreads extends FileChannels {
        public ByManyThreads() {
            super("file-channel-32");
        }

        @Override
        int threads(Stage stage) {
            return stage.number("depth", 32);
        }
    }

    private final String name;

    FileChannels(String name) {
        this.name = name;
    }

    abstract int threads(Stage stage);

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean competesIn(String row) {
        return row.equals("file.read");
    }

    @Override
    public void run(Stage stage) throws Exception {
        Set<OpenOption> options = stage.number("direct", 1) == 1
                ? Set.of(StandardOpenOption.READ, direct())
                : Set.of(StandardOpenOption.READ);
        int threads = threads(stage);
        CyclicBarrier barrier = new CyclicBarrier(threads + 1);
        Readers readers = new Readers(barrier);
        for (int i = 1; i <= threads; i++) {
            Blocks blocks = new Blocks(stage, i);
            FileChannel channel = FileChannel.open(blocks.path(), options);
            stage.startPinned("reader-" + i, () -> readers.readForEver(channel, blocks));
        }
        stage.work(readers::round);
    }

    /** By name: javac warns of the class that has it, and nothing can silence that. */
    private static OpenOption direct() throws ClassNotFoundException {
        return Stream.of(Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                .map(OpenOption.class::cast)
                .filter(option -> option.toString().equals("DIRECT"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this JDK opens no file for direct access"));
    }

    /** Several threads, each with a channel of its own, who begin and end a round together. */
    private static final class Readers {
        private final CyclicBarrier barrier;
        private final AtomicLong reads = new AtomicLong();
        private volatile long endsAt;

        Readers(CyclicBarrier barrier) {
            this.barrier = barrier;
        }

        Stage.Done round(long nanos) throws Exception {
            reads.set(0);
            long start = System.nanoTime();
            endsAt = start + nanos;
            barrier.await();
            barrier.await();
            return Stage.Done.ofAll(reads.get(), System.nanoTime() - start);
        }

        void readForEver(FileChannel channel, Blocks blocks) {
            ByteBuffer buffer = Blocks.newBuffer();
            try {
                while (channel.isOpen()) {
                    barrier.await();
                    reads.addAndGet(readRound(channel, blocks, buffer));
                    barrier.await();
                }
            } catch (IOException e) {
                throw Stage.unchecked(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private long readRound(FileChannel channel, Blocks blocks, ByteBuffer buffer) throws IOException {
            long count = 0;
            do {
                long wanted = blocks.next();
                Blocks.check(wanted, channel.read(buffer.clear(), wanted * Blocks.SIZE), buffer);
                count++;
            } while (System.nanoTime() < endsAt);
            return count;
        }
    }
}

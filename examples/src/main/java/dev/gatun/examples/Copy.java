package dev.gatun.examples;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.FileException;
import dev.gatun.file.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Copies a file past the page cache (O_DIRECT), eight pieces of a MiB at a time, each read and written by one buffer of
 * the pool. The last piece is written up to a whole block, as direct access wants, and the copy then cut to its size.
 * On its core's thread, but for {@code main}.
 */
public final class Copy {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int BLOCK_BYTES = 4096;
    private static final int PIECES = 8;

    private final Cpu cpu;
    private final String to;
    private final CompletableFuture<Long> copied;
    private @Nullable AsyncFile source;
    private @Nullable AsyncFile target;
    private @Nullable FileException failure;
    private long size;
    private long nextOffset;
    private long end;
    private int working;

    private Copy(Cpu cpu, String to, CompletableFuture<Long> copied) {
        this.cpu = cpu;
        this.to = to;
        this.copied = copied;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments given = new Arguments(arguments, 2, 2);
        Path from = Path.of(given.text(0));
        Path to = Path.of(given.text(1));
        if (Files.exists(to) && Files.isSameFile(from, to)) {
            throw new UsageException(from + " and " + to + " are the same file");
        }
        CompletableFuture<Long> copied = new CompletableFuture<>();
        try (IoRuntime runtime = IoRuntime.start(RuntimeConfig.DEFAULT.withCores(1))) {
            runtime.cpu(0).requestRun(cpu -> new Copy(cpu, to.toString(), copied).from(from.toString()));
            System.out.println("copied " + copied.get() + " bytes by " + runtime.backendName());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException why ? why : new IOException(e);
        }
    }

    private void from(String path) {
        open(path, OpenOptions.read(), opened -> {
            source = opened;
            open(to, OpenOptions.write().create().truncate(), made -> {
                target = made;
                opened.size((_, bytes) -> begin(opened, made, bytes));
            });
        });
    }

    private interface Then {
        void with(AsyncFile file);
    }

    /** Directly, or, where the file system has no such thing, as usual. */
    private void open(String path, OpenOptions options, Then then) {
        AsyncFile.open(cpu, path, options.direct(), (file, refused) -> {
            if (file != null) {
                then.with(file);
            } else {
                AsyncFile.open(cpu, path, options, (usual, failed) -> {
                    if (usual != null) {
                        then.with(usual);
                    } else {
                        fail(failed);
                        close();
                    }
                });
            }
        });
    }

    private void begin(AsyncFile from, AsyncFile into, long bytes) {
        if (bytes < 0) {
            fail(from.failure());
            close();
            return;
        }
        size = bytes;
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            Buffer buffer = cpu.buffers().allocate(PIECE_BYTES);
            if (buffer != null) {
                pieces.add(new Piece(from, into, buffer));
            }
        }
        working = pieces.size();
        pieces.forEach(Piece::next);
        if (pieces.isEmpty()) {
            copied.completeExceptionally(new IOException("the core has no buffer of " + PIECE_BYTES + " bytes"));
            close();
        }
    }

    /** One buffer, and what it is used for at a time. */
    private final class Piece {
        private final AsyncFile from;
        private final AsyncFile into;
        private final Buffer buffer;
        private long offset;

        Piece(AsyncFile from, AsyncFile into, Buffer buffer) {
            this.from = from;
            this.into = into;
            this.buffer = buffer;
        }

        void next() {
            if (failure != null || nextOffset >= size) {
                buffer.free();
                working--;
                finishIfIdle(into);
                return;
            }
            offset = nextOffset;
            nextOffset += PIECE_BYTES;
            from.readFully(buffer.clear(), offset, this::onRead);
        }

        private void onRead(AsyncFile file, Buffer read, int bytes) {
            if (bytes < 0) {
                fail(file.failure());
            }
            if (bytes <= 0) { // an error, or the file has become shorter meanwhile
                next();
                return;
            }
            end = Math.max(end, offset + bytes);
            for (int i = bytes; i % BLOCK_BYTES != 0; i++) {
                read.writeByte(0);
            }
            into.writeFully(read, offset, this::onWritten);
        }

        private void onWritten(AsyncFile file, Buffer written, int bytes) {
            if (bytes < 0) {
                fail(file.failure());
            }
            next();
        }
    }

    private void finishIfIdle(AsyncFile into) {
        if (working == 0 && failure == null) {
            into.truncate(
                    end,
                    (_, cut) -> into.sync((file, synced) -> {
                        if (cut < 0 || synced < 0) {
                            fail(file.failure());
                        }
                        close();
                    }));
        } else if (working == 0) {
            close();
        }
    }

    private void fail(@Nullable FileException why) {
        failure = failure == null ? why : failure;
    }

    /** What was begun and failed stays as it is: its owner may want to see it. */
    private void close() {
        if (source != null) {
            source.close();
        }
        if (target != null) {
            target.close();
        }
        if (failure != null) {
            copied.completeExceptionally(failure);
        } else {
            copied.complete(end);
        }
    }
}

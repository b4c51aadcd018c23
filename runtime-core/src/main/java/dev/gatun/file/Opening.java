package dev.gatun.file;

import dev.gatun.Buffer;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file that is being opened, from the call to the callback. The Cpu's thread alone. */
final class Opening {
    private final FileCore core;
    private final String path;
    private final OpenOptions options;
    private final OpenCallback callback;

    Opening(FileCore core, String path, OpenOptions options, OpenCallback callback) {
        this.core = core;
        this.path = path;
        this.options = options;
        this.callback = callback;
    }

    void begin() {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the path is " + (name.length == 0 ? "empty" : "cut by a zero: " + path));
        }
        int flags = options.flags();
        Buffer buffer = core.cpu.buffers().allocate(name.length + 1); // a zero ends it
        if (buffer == null) {
            FileException none = new FileException(
                    "open " + path + ": " + IoError.NO_BUFFERS + ", " + IoError.NO_BUFFERS.meaning(),
                    path,
                    IoError.NO_BUFFERS);
            core.cpu.execute(() -> callback.onOpened(null, none));
            return;
        }
        buffer.writeBytes(name, 0, name.length);
        IoFuture future = core.cpu.newFuture();
        future.onComplete(done -> onComplete(done, buffer)).open(buffer, flags, options.mode());
    }

    private void onComplete(IoFuture done, Buffer name) {
        FileException failure = failure(done);
        long handle = done.result();
        name.free();
        done.close();
        if (failure != null) {
            callback.onOpened(null, failure);
        } else if (core.isClosing()) {
            core.cpu.backend().sockets().close(handle);
            callback.onOpened(null, new FileException("open " + path + ": its Cpu ends", path, IoError.CLOSED));
        } else {
            callback.onOpened(new AsyncFile(core, path, options, handle), null);
        }
    }

    private @Nullable FileException failure(IoFuture done) {
        try {
            done.resultOrThrow();
            return null;
        } catch (IoException e) {
            return new FileException(path, e);
        }
    }
}

package dev.gatun.file;

import dev.gatun.IoFuture;
import dev.gatun.spi.IoError;

/**
 * A file's handle on its way to the system: by an operation, because closing may wait for a device or a network. Should
 * the Cpu end before, it is closed by a call. The Cpu's thread alone.
 */
final class ClosingHandle {
    private final FileCore core;
    private final IoFuture future;
    private final long handle;
    private final AsyncFile file;

    ClosingHandle(FileCore core, long handle, AsyncFile file) {
        this.core = core;
        this.handle = handle;
        this.file = file;
        future = core.cpu.newFuture();
    }

    void begin() {
        future.onComplete(this::onComplete).closeHandle(handle);
    }

    private void onComplete(IoFuture done) {
        int result = done.result();
        future.close();
        if (result == IoError.CANCELLED.result()) { // before it was begun: nothing else cancels a close
            result = core.cpu.backend().sockets().close(handle);
        }
        file.closed(result);
    }
}

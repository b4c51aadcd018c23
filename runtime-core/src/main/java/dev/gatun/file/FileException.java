package dev.gatun.file;

import dev.gatun.spi.IoError;
import java.io.IOException;

/** Something that was asked of a file failed: what, of which file, why, and what to do about it. */
public final class FileException extends IOException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final IoError error;

    /** {@code what} as in "watch /var/log: NO_SPACE, …". */
    FileException(String what, String path, IoError error) {
        super(what);
        this.path = path;
        this.error = error;
    }

    /** {@code cause} says which operation and why. */
    FileException(String path, dev.gatun.IoException cause) {
        super(path + ": " + cause.getMessage(), cause);
        this.path = path;
        error = cause.error();
    }

    public String path() {
        return path;
    }

    public IoError error() {
        return error;
    }
}

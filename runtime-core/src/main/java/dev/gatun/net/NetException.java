package dev.gatun.net;

import dev.gatun.spi.IoError;
import java.io.IOException;

/** Listening or connecting failed: what was tried, where, and why. */
public final class NetException extends IOException {
    private static final long serialVersionUID = 1;

    private final IoError error;

    /** {@code what} as in "connect to 127.0.0.1:80". */
    NetException(String what, IoError error) {
        super(what + ": " + error + ", " + error.meaning());
        this.error = error;
    }

    static void check(String what, int result) throws NetException {
        if (result < 0) {
            throw new NetException(what, IoError.of(result));
        }
    }

    public IoError error() {
        return error;
    }
}

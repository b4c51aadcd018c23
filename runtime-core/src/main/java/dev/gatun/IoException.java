package dev.gatun;

import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.io.IOException;

/** An operation's error outside the hot path: which operation, on what, why, and what to do about it. */
public final class IoException extends IOException {
    private static final long serialVersionUID = 1;

    private final OperationKind kind;
    private final long handle;
    private final IoError error;
    private final int nativeNumber;

    public IoException(OperationKind kind, long handle, IoError error, int nativeNumber) {
        this(kind, handle, error, nativeNumber, "");
    }

    /** With what is known beyond the error's meaning, or nothing. */
    IoException(OperationKind kind, long handle, IoError error, int nativeNumber, String explanation) {
        super(kind + " on handle " + Operation.plainHandle(handle) + ": " + error + ", " + error.meaning()
                + (nativeNumber == 0 ? "" : " (system error " + nativeNumber + ")")
                + (explanation.isEmpty() ? "" : "; " + explanation));
        this.kind = kind;
        this.handle = Operation.plainHandle(handle);
        this.error = error;
        this.nativeNumber = nativeNumber;
    }

    public OperationKind kind() {
        return kind;
    }

    public long handle() {
        return handle;
    }

    public IoError error() {
        return error;
    }

    /** The system's own number (errno, GetLastError); 0 where there is none. */
    public int nativeNumber() {
        return nativeNumber;
    }
}

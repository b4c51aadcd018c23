package dev.gatun.file;

import dev.gatun.spi.Operation;

/** How to open a file. Immutable: each method answers another one. */
public final class OpenOptions {
    private static final int USUAL_MODE = 0644;
    private static final int MODE_MAX = 07777;
    private static final OpenOptions READ = new OpenOptions(Operation.OPEN_READ, USUAL_MODE);
    private static final OpenOptions WRITE = new OpenOptions(Operation.OPEN_WRITE, USUAL_MODE);

    private final int flags;
    private final int mode;

    private OpenOptions(int flags, int mode) {
        this.flags = flags;
        this.mode = mode;
    }

    public static OpenOptions read() {
        return READ;
    }

    public static OpenOptions write() {
        return WRITE;
    }

    public static OpenOptions readWrite() {
        return READ.with(Operation.OPEN_WRITE);
    }

    /** Makes the file if there is none by that name. */
    public OpenOptions create() {
        return with(Operation.OPEN_CREATE);
    }

    /** Makes the file, and fails with EXISTS if there is something by that name. */
    public OpenOptions exclusive() {
        return with(Operation.OPEN_CREATE | Operation.OPEN_EXCLUSIVE);
    }

    /** What it holds is gone. */
    public OpenOptions truncate() {
        return with(Operation.OPEN_TRUNCATE);
    }

    /** Each write goes to the end, whatever its offset says. */
    public OpenOptions append() {
        return with(Operation.OPEN_APPEND);
    }

    /** Past the page cache: offsets, lengths and addresses must then be aligned, to 4096 to be sure. */
    public OpenOptions direct() {
        return with(Operation.OPEN_DIRECT);
    }

    /** A write ends when its data is on the device, as if {@link AsyncFile#dataSync} followed each. */
    public OpenOptions dataSync() {
        return with(Operation.OPEN_DATA_SYNC);
    }

    /** The permissions of a file that is made, as chmod takes them; 0644 unless told otherwise. */
    public OpenOptions mode(int permissions) {
        if ((permissions & ~MODE_MAX) != 0) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(permissions)
                    + " has bits beyond 07777; give permissions as chmod takes them, such as 0640");
        }
        return new OpenOptions(flags, permissions);
    }

    public boolean isDirect() {
        return has(Operation.OPEN_DIRECT);
    }

    public boolean isAppend() {
        return has(Operation.OPEN_APPEND);
    }

    /** {@code OPEN_…} bits, which fit together. */
    int flags() {
        int changes = Operation.OPEN_CREATE | Operation.OPEN_TRUNCATE | Operation.OPEN_APPEND;
        if (!has(Operation.OPEN_WRITE) && (flags & changes) != 0) {
            throw new IllegalArgumentException(
                    "create, truncate and append change a file: open it by write() or readWrite()");
        }
        return flags;
    }

    int mode() {
        return mode;
    }

    private OpenOptions with(int more) {
        return new OpenOptions(flags | more, mode);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}

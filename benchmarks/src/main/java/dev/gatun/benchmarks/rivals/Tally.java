package dev.gatun.benchmarks.rivals;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one thread of a server has served; the harness compares the sum with what the load was sent. One thread counts,
 * any reads.
 */
public final class Tally {
    private static final VarHandle CONNECTIONS = handle("connections");
    private static final VarHandle BYTES = handle("bytes");

    private long connections;
    private long bytes;

    Tally() {}

    private static VarHandle handle(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public void connected() {
        CONNECTIONS.setRelease(this, connections + 1);
    }

    /** Before they are sent back: whoever got them may ask at once. */
    public void received(int count) {
        BYTES.setRelease(this, bytes + count);
    }

    long connectionsAcquire() {
        return (long) CONNECTIONS.getAcquire(this);
    }

    long bytesAcquire() {
        return (long) BYTES.getAcquire(this);
    }
}

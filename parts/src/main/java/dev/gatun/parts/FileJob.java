package dev.gatun.parts;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation on its way through a worker; used again and again. The Cpu's thread owns it, but from being handed over
 * until it is collected, when a worker does.
 */
public final class FileJob<H extends HandleLife> {
    final int number;

    @Nullable
    Operation operation;

    /** Where it counts as in flight, and in which life of the handle; null for what has no handle yet. */
    @Nullable
    H handle;

    int life;
    long result;

    /** What a worker threw: ours to throw again, on the loop. */
    @Nullable
    Throwable failure;

    /** The link of whatever list it is in: those that wait, those that are done, or the unused. */
    @Nullable
    FileJob<H> next;

    FileJob(int number) {
        this.number = number;
    }

    public Operation operation() {
        return Objects.requireNonNull(operation);
    }

    public @Nullable H handle() {
        return handle;
    }

    /** Once done: a value, or a negated error number. */
    public long result() {
        return result;
    }

    boolean isOn(H wanted) {
        return handle == wanted && life == wanted.life;
    }

    /** True exactly when a handle came of it. Of an operation of that kind: by now it may be its owner's again. */
    boolean hasBrought(OperationKind kind) {
        return kind == OperationKind.OPEN && failure == null && result >= 0;
    }
}

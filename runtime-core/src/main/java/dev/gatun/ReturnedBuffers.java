package dev.gatun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What other threads freed, on its way home: a stack linked through the buffers themselves. Any thread pushes, without
 * a lock; the pool's owner takes all of it at once, so that no buffer can come back to the top while one is pushed.
 * Lives as long as its pool.
 */
final class ReturnedBuffers {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(ReturnedBuffers.class, "top", Face.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by TOP alone
    private @Nullable Face top;

    /** True exactly when the stack was empty: then nobody has told the owner yet. */
    boolean pushRelease(Face freed) {
        Face below;
        do {
            below = (Face) TOP.getOpaque(this);
            freed.returnedNext = below;
            // Release: the owner sees the link, and all that this thread did to the buffer before it freed it.
        } while (!TOP.weakCompareAndSetRelease(this, below, freed));
        return below == null;
    }

    /** By the owner, who looks before it sleeps. */
    boolean isEmptyAcquire() {
        return TOP.getAcquire(this) == null;
    }

    /** All of them, the last pushed first, linked by {@code returnedNext}. */
    @Nullable
    Face takeAllAcquire() {
        if (TOP.getOpaque(this) == null) {
            return null;
        }
        return (Face) TOP.getAndSetAcquire(this, null);
    }
}

package dev.gatun;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool's memory where a block may begin, and who refers to the block there: the backend, and any number of
 * faces ({@link Buffer}: the first one, its slices, and what was received into it piece by piece). The block is free
 * when nobody does. Its pool's owner's thread, its pool's lifetime.
 */
final class Block {
    /** A freed face is out of use for the block's next seven hand-outs: so long it is known to be stale. */
    static final int FACES_MIN = 8;

    private static final @Nullable Buffer[] NO_FACES = {};

    final BufferPool pool;
    final Chunk chunk;
    final int index;
    /** Where it begins in its chunk. */
    final int offset;

    /** A ring whose length is a power of two; made at the first hand-out, one face at each until it is full. */
    private @Nullable Buffer[] faces = NO_FACES;
    /** Where the last hand-out took its face. */
    private int turn;

    private int handOuts;

    /** Faces out, and one more for the backend. */
    private int references;

    private boolean withBackend;

    Block(BufferPool pool, Chunk chunk, int index, int offset) {
        this.pool = pool;
        this.chunk = chunk;
        this.index = index;
        this.offset = offset;
    }

    int bytes() {
        return chunk.sizeClass().bytes;
    }

    boolean isWithBackend() {
        return withBackend;
    }

    /** A face for {@code capacity} bytes from {@code start} on, which refers to the block until it is retired. */
    Buffer handOut(int start, int capacity, int writerIndex) {
        assert start >= 0 && capacity >= 0 && start + capacity <= bytes();
        references++;
        if (references * 2 > faces.length) {
            faces = Arrays.copyOf(faces, Math.max(FACES_MIN, faces.length * 2));
        }
        int at = idleFace();
        if (at < 0) {
            faces = Arrays.copyOf(faces, faces.length * 2);
            at = idleFace();
        }
        Buffer face = faces[at];
        if (face == null || pool.isDebug()) {
            face = new Buffer(this);
            faces[at] = face;
        }
        turn = at;
        handOuts++;
        face.handOut(start, capacity, writerIndex);
        return face;
    }

    /** In turn; -1 when there is none. Half of the ring does not refer, and at most seven were freed too lately. */
    private int idleFace() {
        for (int i = 1; i <= faces.length; i++) {
            int at = (turn + i) & (faces.length - 1);
            Buffer face = faces[at];
            if (face == null || face.isIdleSince(handOuts - (FACES_MIN - 1))) {
                return at;
            }
        }
        return -1;
    }

    /** So that even the first hand-outs allocate nothing. */
    void makeFaces() {
        faces = new @Nullable Buffer[FACES_MIN];
        for (int i = 0; i < FACES_MIN; i++) {
            faces[i] = new Buffer(this);
        }
    }

    /** A face that was freed, and that no operation holds, stops referring to the block. */
    void retire(Face face) {
        face.stopReferring(handOuts);
        release();
    }

    void takeForBackend() {
        assert references == 0 && !withBackend;
        references = 1;
        withBackend = true;
    }

    /** The backend's reference goes: for good, or to the face that a completion gets. */
    void giveFromBackend() {
        withBackend = false;
        release();
    }

    private void release() {
        assert references > 0;
        if (--references == 0) {
            pool.giveBack(this);
        }
    }

    /**
     * Invalidates every face, whatever other threads do with them at the same moment.
     *
     * @return true exactly when the memory is still held by the backend or an operation (invariant 4)
     */
    boolean closeFaces() {
        boolean held = withBackend;
        for (Buffer face : faces) {
            if (face != null) {
                held |= face.close();
            }
        }
        return held;
    }

    void addLeaks(List<BufferLeak> leaks) {
        if (withBackend) {
            leaks.add(new BufferLeak(index, bytes(), BufferLeak.Holder.BACKEND, null));
        }
        for (Buffer face : faces) {
            BufferLeak leak = face == null ? null : face.leak();
            if (leak != null) {
                leaks.add(leak);
            }
        }
    }
}

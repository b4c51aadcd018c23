package dev.gatun.file;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who waits until a writer has come so far, in the order of asking. The Cpu's thread alone. */
final class WriterMarks {
    private final ArrayDeque<Mark> waiting = new ArrayDeque<>();
    private final ArrayDeque<Mark> unused = new ArrayDeque<>();

    private static final class Mark {
        long position;
        boolean isSync;

        @Nullable
        WriterCallback callback;
    }

    void add(long position, boolean isSync, WriterCallback callback) {
        Mark mark = unused.pollLast();
        if (mark == null) {
            mark = new Mark();
        }
        mark.position = position;
        mark.isSync = isSync;
        mark.callback = Objects.requireNonNull(callback, "who is to be told?");
        waiting.addLast(mark);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether the first has what it waits for. */
    boolean isReached(long written, long synced) {
        Mark mark = waiting.getFirst();
        return mark.position <= (mark.isSync ? synced : written);
    }

    /** Whether the first waits for a sync, and all that it is to cover is written. */
    boolean wantsSync(long written) {
        Mark mark = waiting.peekFirst();
        return mark != null && mark.isSync && mark.position <= written;
    }

    void tellFirst(SequentialWriter writer, int result) {
        Mark mark = waiting.removeFirst();
        WriterCallback told = Objects.requireNonNull(mark.callback);
        mark.callback = null;
        unused.addLast(mark);
        told.onDone(writer, result);
    }
}

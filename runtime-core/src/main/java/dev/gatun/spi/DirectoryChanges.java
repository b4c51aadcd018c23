package dev.gatun.spi;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a system tells of changes in directories. A handle is a queue of them, of any number of directories; that there
 * are some, a POLL to read on it tells, and then they are taken here at once. Results are a value or a negated
 * {@link IoError} code. The Cpu's thread alone. A queue's end is {@link #end}, and then {@link Sockets#close}.
 */
public interface DirectoryChanges {
    enum Kind {
        CREATED,
        /** Its content changed; told for each write, though not twice in a row. */
        MODIFIED,
        /** Closed by somebody who had it open for writing. */
        WRITTEN,
        /** It has left, or has another name; with the cookie of the MOVED_TO, if there is one. */
        MOVED_FROM,
        MOVED_TO,
        DELETED,
        /** The directory itself was renamed: what is told of it still has its old path. */
        DIRECTORY_MOVED,
        /** The directory itself is gone, or its file system; nothing more is told of it. */
        DIRECTORY_GONE,
        /** There were more than the queue holds, or nobody can tell which: some were lost. */
        OVERFLOW
    }

    /** What not every system tells. */
    enum Ability {
        /** {@link Kind#MODIFIED}: else nothing is told of what is in files. */
        CONTENT,
        /** {@link Kind#WRITTEN}. */
        WRITERS,
        /** Also names that came and went again before anybody looked; else the outcome alone. */
        EACH_STEP,
        /** Between directories of one queue, a move is one; else it is DELETED there and CREATED here. */
        MOVES_BETWEEN,
        /** From or to where nobody looks, a move is one half of one; else it is CREATED or DELETED. */
        MOVES_BEYOND,
        /** {@link Kind#DIRECTORY_MOVED}. */
        DIRECTORY_MOVES,
        /** Whether what left or is gone was a directory. */
        NATURE_OF_GONE
    }

    /** Told of each change; names are bytes, because that is all that some systems promise. */
    @FunctionalInterface
    interface Listener {
        void onChange(int directory, Kind kind, int cookie, boolean isDirectory, byte[] name);
    }

    /** A system, or a backend, without such a thing. */
    DirectoryChanges NONE = new DirectoryChanges() {
        @Override
        public long open() {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int add(long queue, String path) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int remove(long queue, int directory) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int take(long queue, Listener listener) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public Set<Ability> abilities() {
            return EnumSet.noneOf(Ability.class);
        }

        @Override
        public String remedy(Step step, IoError error) {
            return "";
        }
    };

    /** What was refused. */
    enum Step {
        OPEN,
        ADD,
        OVERFLOW
    }

    /** A new queue, or an error. */
    long open();

    /**
     * The directory's number in that queue, the same when it is there already; or an error. It looks the path up, and
     * may wait for the file system that it is on.
     */
    int add(long queue, String path);

    /** Nothing more is told of it; what was on its way may be. */
    int remove(long queue, int directory);

    /** Tells some of those that wait, in order; how many, WOULD_BLOCK when there are none, or another error. */
    int take(long queue, Listener listener);

    /** How long to leave the queue alone after a take, so that looking does not take the core from others; mostly 0. */
    default long pauseNanos(long queue) {
        return 0;
    }

    /** Gives back what is behind the queue, which nobody waits on any more; its handle is closed by the caller. */
    default void end(long queue) {}

    /** Of all queues alike. */
    Set<Ability> abilities();

    /** Which limit was met, what it is and how to raise it; empty where nothing is known. */
    String remedy(Step step, IoError error);
}

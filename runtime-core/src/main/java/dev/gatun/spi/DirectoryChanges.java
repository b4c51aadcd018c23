package dev.gatun.spi;

/**
 * What a system tells of changes in directories. A handle is a queue of them, of any number of directories; that there
 * are some, a POLL to read on it tells, and then they are taken here at once. Results are a value or a negated
 * {@link IoError} code. The Cpu's thread alone; handles are closed by {@link Sockets#close}.
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
        /** There were more than the queue holds: some were lost. */
        OVERFLOW,
        /** Nothing more is told of that directory, after {@link #remove} or DIRECTORY_GONE. */
        ENDED
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

    int remove(long queue, int directory);

    /** Tells some of those that wait, in order; how many, WOULD_BLOCK when there are none, or another error. */
    int take(long queue, Listener listener);

    /** Which limit was met, what it is and how to raise it; empty where nothing is known. */
    String remedy(Step step, IoError error);
}

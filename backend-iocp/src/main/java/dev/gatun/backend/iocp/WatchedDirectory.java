package dev.gatun.backend.iocp;

/**
 * A directory that is watched: its handle, and the room that Windows writes changes into. That is Windows' while a
 * slot is taken, also after the handle was closed (invariant 4). The Cpu's thread alone.
 */
final class WatchedDirectory {
    private static final int NONE = -1;

    final ChangeQueue queue;
    final int number;
    final long handle;
    final String path;
    final DirectoryCalls.Identity identity;
    final NotifyRecords records;

    /** Address of what Windows writes. */
    final long room;

    /** What Windows has it with. */
    int slot = NONE;

    /** Nobody wants to know any more. */
    boolean isEnded;

    /** Of the last answer: its NTSTATUS, and how much was written. */
    int status;

    int bytes;

    WatchedDirectory(
            ChangeQueue queue, int number, long handle, String path, DirectoryCalls.Identity identity, long room) {
        this.queue = queue;
        this.number = number;
        this.handle = handle;
        this.path = path;
        this.identity = identity;
        this.room = room;
        records = new NotifyRecords(queue::nextCookie);
    }

    boolean isWindows() {
        return slot != NONE;
    }

    void onAnswer(int status, int bytes) {
        slot = NONE;
        this.status = status;
        this.bytes = bytes;
    }
}

package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Changes in directories by EVFILT_VNODE, which tells of which directory, and listings of it, which tell what. One
 * thread: that of the calls it was given, and as long as those.
 */
final class KqueueDirectoryChanges implements DirectoryChanges {
    private static final Set<Ability> ABILITIES =
            EnumSet.of(Ability.MOVES_BETWEEN, Ability.DIRECTORY_MOVES, Ability.NATURE_OF_GONE);

    /** Each is looked at whenever one changes, so a directory that takes long would hold up the loop. */
    private static final int NAMES_MAX = 1 << 14;

    private final KqueueSystem system;
    private final int namesMax;
    private final BsdCalls calls;
    private final BsdErrors errors;
    private final Listing listing;
    private final Map<Long, WatchQueue> queues = new HashMap<>();

    KqueueDirectoryChanges(KqueueSystem system, BsdCalls calls) {
        this(system, calls, NAMES_MAX);
    }

    KqueueDirectoryChanges(KqueueSystem system, BsdCalls calls, int namesMax) {
        this.system = system;
        this.namesMax = namesMax;
        this.calls = calls;
        errors = BsdErrors.of(system.bsd());
        listing = new Listing(system.bsd(), calls, namesMax, Arena.ofAuto());
    }

    @Override
    public long open() {
        long kqueue = calls.immediate(BsdFunction.KQUEUE, 0, 0, 0);
        if (kqueue >= 0) {
            queues.put(kqueue, new WatchQueue(system, calls, listing, (int) kqueue, Arena.ofAuto()));
        }
        return errors.result(kqueue);
    }

    @Override
    public int add(long queue, String path) {
        WatchQueue found = queues.get(queue);
        return found == null ? IoError.BAD_HANDLE.result() : result(found.add(path));
    }

    @Override
    public int remove(long queue, int directory) {
        WatchQueue found = queues.get(queue);
        return found == null ? IoError.BAD_HANDLE.result() : result(found.remove(directory));
    }

    @Override
    public int take(long queue, Listener listener) {
        WatchQueue found = queues.get(queue);
        return found == null ? IoError.BAD_HANDLE.result() : result(found.take(listener));
    }

    @Override
    public long pauseNanos(long queue) {
        WatchQueue found = queues.get(queue);
        return found == null ? 0 : found.pauseNanos();
    }

    private int result(long negatedErrno) {
        return negatedErrno == Listing.TOO_MANY ? IoError.NO_SPACE.result() : errors.result(negatedErrno);
    }

    @Override
    public void end(long queue) {
        WatchQueue ended = queues.remove(queue);
        if (ended != null) {
            ended.end();
        }
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.copyOf(ABILITIES);
    }

    @Override
    public String remedy(Step step, IoError error) {
        String most = "the directory has more than " + namesMax
                + " names, which are all looked at when one changes: watch smaller ones";
        return switch (step) {
            case OPEN, ADD ->
                error == IoError.TOO_MANY_HANDLES
                        ? "a watch takes a descriptor, each of its directories another, and one while it is looked"
                                + " through; raise the limit of open files (ulimit -n)"
                        : error == IoError.NO_SPACE ? most : "";
            case OVERFLOW ->
                "changes were lost: look through the directories again; one of them could not be listed, or " + most;
        };
    }
}

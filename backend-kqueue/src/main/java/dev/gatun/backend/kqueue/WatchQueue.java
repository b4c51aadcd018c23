package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.backend.kqueue.Listing.Node;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.KqueueConstants;
import dev.gatun.bindings.kqueue.Timespec;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.DirectoryChanges.Listener;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kqueue of its own, which others can wait for as for any descriptor, and the directories that it tells of: that one
 * changed, for which it is listed again. Results are values or negated errnos. The Cpu's thread alone, from open until
 * it is ended.
 */
final class WatchQueue {
    /** A directory with its descriptor, and what was in it when it was last looked at. */
    private static final class Directory {
        final int number;
        final int descriptor;
        final Node node;
        Map<String, Node> names;
        int notes;

        /** Nobody could say what is in it: told once. */
        boolean isLost;

        Directory(int number, int descriptor, Node node, Map<String, Node> names) {
            this.number = number;
            this.descriptor = descriptor;
            this.node = node;
            this.names = names;
        }
    }

    private static final int EVENTS_MAX = 64;

    /** A name takes about a microsecond to look at, and others shall have nine times as much. */
    private static final long PAUSE_NANOS_A_NAME = 10_000;

    private static final long PAUSE_NANOS_MIN = 1_000_000;

    /** The second look sees the other half of a move between two directories. */
    private static final int LOOKS = 2;

    private static final int NAMES =
            KqueueConstants.NOTE_WRITE | KqueueConstants.NOTE_EXTEND | KqueueConstants.NOTE_LINK;
    private static final int GONE = KqueueConstants.NOTE_DELETE | KqueueConstants.NOTE_REVOKE;
    private static final int ASKED = NAMES | GONE | KqueueConstants.NOTE_RENAME;

    private final Bsd bsd;
    private final KeventLayout layout;
    private final BsdCalls calls;
    private final Listing listing;
    private final int kqueue;
    private final MemorySegment events;
    private final MemorySegment noWait;
    private final Map<Integer, Directory> directories = new LinkedHashMap<>();
    private int numbers;
    private int moves;

    /** In the last take. */
    private long namesLookedAt;

    WatchQueue(KqueueSystem system, BsdCalls calls, Listing listing, int kqueue, Arena arena) {
        bsd = system.bsd();
        layout = system.layout();
        this.calls = calls;
        this.listing = listing;
        this.kqueue = kqueue;
        events = arena.allocate(EVENTS_MAX * layout.bytes(), Long.BYTES);
        noWait = arena.allocate(Timespec.layout());
    }

    // --- which directories ------------------------------------------------------------------------------------------

    /** Its number, the same for one that is there already. It is listed, so that a change can be told by comparing. */
    long add(String path) {
        int flags = bsd.eventsOnly() | bsd.onlyDirectories() | bsd.closeOnExec();
        long opened;
        try (Arena arena = Arena.ofConfined()) {
            opened = calls.variadic(BsdFunction.OPEN, arena.allocateFrom(path).address(), flags, 0);
        }
        return opened < 0 ? opened : add((int) opened);
    }

    private long add(int descriptor) {
        Node node = listing.of(descriptor);
        Directory known = node == null ? null : find(node);
        Map<String, Node> names = Listing.none();
        long result = known != null ? known.number : node == null ? -BsdErrnos.EBADF : watch(descriptor, numbers + 1);
        if (known == null && result >= 0) {
            result = listing.read(descriptor, Map.of(), names); // after it was asked for: a change in between is told
        }
        if (known != null || result < 0) {
            close(descriptor);
            return result;
        }
        directories.put(++numbers, new Directory(numbers, descriptor, Objects.requireNonNull(node), names));
        return numbers;
    }

    private @Nullable Directory find(Node node) {
        for (Directory each : directories.values()) {
            if (each.node.equals(node)) {
                return each;
            }
        }
        return null;
    }

    private long watch(int descriptor, int number) {
        int flags = KqueueConstants.EV_ADD | KqueueConstants.EV_CLEAR | KqueueConstants.EV_RECEIPT;
        layout.write(events.address(), descriptor, KqueueConstants.EVFILT_VNODE, flags, number);
        layout.writeNotes(events.address(), ASKED);
        long told = kevent(1, 1);
        return told < 0 ? told : -NativeMemory.ALL.get(JAVA_LONG, events.address() + layout.data());
    }

    /** Closing its descriptor takes its events away. */
    long remove(int number) {
        Directory directory = directories.remove(number);
        if (directory == null) {
            return -BsdErrnos.ENOENT;
        }
        close(directory.descriptor);
        return 0;
    }

    void end() {
        directories.values().forEach(each -> close(each.descriptor));
        directories.clear();
    }

    private void close(int descriptor) {
        calls.waiting(BsdFunction.CLOSE, descriptor, 0, 0);
    }

    // --- what changed -----------------------------------------------------------------------------------------------

    /** How much was told, or -EAGAIN. */
    long take(Listener listener) {
        Map<Directory, Map<String, Node>> listed = new LinkedHashMap<>();
        namesLookedAt = 0;
        ListingChanges changes = new ListingChanges(() -> ++moves);
        for (int look = 0; look < LOOKS; look++) {
            for (Directory each : changed()) {
                list(each, listed, changes);
            }
        }
        listed.forEach((directory, now) -> changes.compare(directory.number, directory.names, now));
        changes.pair();
        listed.forEach((directory, now) -> {
            directory.names = now;
            tellItself(directory, changes);
        });
        changes.tell(listener); // it may come here again
        return listed.isEmpty() ? -BsdErrnos.EAGAIN : changes.count();
    }

    long pauseNanos() {
        long pause = namesLookedAt * PAUSE_NANOS_A_NAME;
        return pause < PAUSE_NANOS_MIN ? 0 : pause;
    }

    private Set<Directory> changed() {
        Set<Directory> changed = new LinkedHashSet<>();
        long told;
        do {
            told = kevent(0, EVENTS_MAX);
            for (int i = 0; i < told; i++) {
                long event = events.address() + i * layout.bytes();
                Directory directory = directories.get((int) NativeMemory.ALL.get(JAVA_LONG, event + layout.udata()));
                if (directory != null) {
                    directory.notes |= NativeMemory.ALL.get(JAVA_INT, event + layout.fflags());
                    changed.add(directory);
                }
            }
        } while (told == EVENTS_MAX && changed.size() < directories.size());
        return changed;
    }

    /** What can't be listed stays as it was, and that it did is told; of what was removed nothing is left. */
    private void list(Directory directory, Map<Directory, Map<String, Node>> listed, ListingChanges changes) {
        Map<String, Node> now = Listing.none();
        boolean isRemoved = (directory.notes & KqueueConstants.NOTE_DELETE) != 0;
        boolean isRevoked = (directory.notes & KqueueConstants.NOTE_REVOKE) != 0;
        boolean isSame = !isRemoved && (isRevoked || (directory.notes & NAMES) == 0);
        long result = isRemoved || isSame ? 0 : listing.read(directory.descriptor, directory.names, now);
        namesLookedAt += now.size();
        boolean isLost = result < 0 && result != -BsdErrnos.ENOENT;
        if (isLost && !directory.isLost) {
            changes.addOverflow();
        }
        directory.isLost = isLost;
        listed.put(directory, isLost || isSame ? directory.names : now);
    }

    private void tellItself(Directory directory, ListingChanges changes) {
        int notes = directory.notes;
        directory.notes = 0;
        if ((notes & KqueueConstants.NOTE_RENAME) != 0) {
            changes.add(directory.number, Kind.DIRECTORY_MOVED);
        }
        if ((notes & GONE) != 0) {
            changes.add(directory.number, Kind.DIRECTORY_GONE);
            remove(directory.number);
        }
    }

    /** Never waits. */
    private long kevent(int changeCount, int eventCount) {
        long told;
        do {
            told = calls.immediate(
                    BsdFunction.KEVENT,
                    kqueue,
                    events.address(),
                    changeCount,
                    events.address(),
                    eventCount,
                    noWait.address());
        } while (told == -BsdErrnos.EINTR);
        return told;
    }
}

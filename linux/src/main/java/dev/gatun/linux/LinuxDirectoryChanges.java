package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.inotify_event;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.IoError;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** inotify(7). One thread: that of the system calls it was given, and as long as those. */
public final class LinuxDirectoryChanges implements DirectoryChanges {
    /** Some hundred changes, at most, are told at once. */
    private static final long ROOM_BYTES = 16 << 10;

    private static final Path LIMITS = Path.of("/proc/sys/fs/inotify");
    private static final int WATCHED = Linux.IN_CREATE()
            | Linux.IN_MODIFY()
            | Linux.IN_CLOSE_WRITE()
            | Linux.IN_MOVED_FROM()
            | Linux.IN_MOVED_TO()
            | Linux.IN_DELETE()
            | Linux.IN_DELETE_SELF()
            | Linux.IN_MOVE_SELF()
            | Linux.IN_ONLYDIR();

    private final SystemCalls calls;

    /** What the kernel writes, made when it is first needed. */
    private @Nullable MemorySegment room;

    public LinuxDirectoryChanges(SystemCalls calls) {
        this.calls = calls;
    }

    @Override
    public long open() {
        int flags = Linux.IN_CLOEXEC() | Linux.IN_NONBLOCK();
        return LinuxErrors.result(calls.waiting(Syscalls.__NR_inotify_init1(), flags, 0, 0));
    }

    @Override
    public int add(long queue, String path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return LinuxErrors.result(calls.waiting(Syscalls.__NR_inotify_add_watch(), queue, name, WATCHED));
        }
    }

    @Override
    public int remove(long queue, int directory) {
        return LinuxErrors.result(calls.waiting(Syscalls.__NR_inotify_rm_watch(), queue, directory, 0));
    }

    @Override
    public int take(long queue, Listener listener) {
        MemorySegment events = room();
        long bytes;
        do {
            bytes = calls.waiting(Syscalls.__NR_read(), queue, events.address(), ROOM_BYTES);
        } while (bytes == -Linux.EINTR());
        if (bytes < 0) {
            return LinuxErrors.result(bytes);
        }
        byte[] all = events.asSlice(0, bytes).toArray(JAVA_BYTE); // the listener may come here again
        MemorySegment taken = MemorySegment.ofArray(all);
        int count = 0;
        for (long at = 0; at < bytes; count++) {
            MemorySegment event = taken.asSlice(at);
            at += inotify_event.sizeof() + tell(event, listener);
        }
        return count;
    }

    /** How long its name is, with the zeros that fill it up. */
    private static int tell(MemorySegment event, Listener listener) {
        int directory = event.get(JAVA_INT_UNALIGNED, inotify_event.wd$offset());
        int mask = event.get(JAVA_INT_UNALIGNED, inotify_event.mask$offset());
        int cookie = event.get(JAVA_INT_UNALIGNED, inotify_event.cookie$offset());
        int length = event.get(JAVA_INT_UNALIGNED, inotify_event.len$offset());
        byte[] name = name(event, length);
        boolean isDirectory = (mask & Linux.IN_ISDIR()) != 0;
        Kind kind = kind(mask);
        if (kind != null) {
            listener.onChange(directory, kind, cookie, isDirectory, name);
        }
        return length;
    }

    private static byte[] name(MemorySegment event, int length) {
        int end = 0;
        long start = inotify_event.sizeof();
        while (end < length && event.get(JAVA_BYTE, start + end) != 0) {
            end++;
        }
        return event.asSlice(start, end).toArray(JAVA_BYTE);
    }

    /** An event has one of them; null for what nobody asked for. */
    private static @Nullable Kind kind(int mask) {
        if ((mask & Linux.IN_CREATE()) != 0) {
            return Kind.CREATED;
        } else if ((mask & Linux.IN_MODIFY()) != 0) {
            return Kind.MODIFIED;
        } else if ((mask & Linux.IN_CLOSE_WRITE()) != 0) {
            return Kind.WRITTEN;
        } else if ((mask & Linux.IN_MOVED_FROM()) != 0) {
            return Kind.MOVED_FROM;
        } else if ((mask & Linux.IN_MOVED_TO()) != 0) {
            return Kind.MOVED_TO;
        } else if ((mask & Linux.IN_DELETE()) != 0) {
            return Kind.DELETED;
        } else if ((mask & Linux.IN_MOVE_SELF()) != 0) {
            return Kind.DIRECTORY_MOVED;
        } else if ((mask & (Linux.IN_DELETE_SELF() | Linux.IN_UNMOUNT())) != 0) {
            return Kind.DIRECTORY_GONE;
        }
        return (mask & Linux.IN_Q_OVERFLOW()) != 0 ? Kind.OVERFLOW : null;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public String remedy(Step step, IoError error) {
        return switch (step) {
            case OPEN ->
                error == IoError.TOO_MANY_HANDLES
                        ? limit("max_user_instances") + ", for all processes of the user; or the limit of open files"
                                + " is reached: share one watch among directories, or raise them"
                        : "";
            case ADD -> error == IoError.NO_SPACE ? limit("max_user_watches") + raise("max_user_watches") : "";
            case OVERFLOW ->
                "changes were lost: look through the directories again; " + limit("max_queued_events")
                        + raise("max_queued_events");
        };
    }

    private static String limit(String name) {
        String value;
        try (InputStream file = Files.newInputStream(LIMITS.resolve(name))) {
            byte[] digits =
                    new byte[32]; // in one read: in pieces, as Files.readString reads it, it ends after the first
            int count = file.read(digits);
            value = new String(digits, 0, Math.max(0, count), StandardCharsets.US_ASCII).strip();
        } catch (IOException _) {
            value = "not to be read";
        }
        return "fs.inotify." + name + " is " + value;
    }

    private static String raise(String name) {
        return "; raise it with sysctl -w fs.inotify." + name + "=…";
    }

    private MemorySegment room() {
        MemorySegment present = room;
        if (present == null) {
            present = Arena.ofAuto().allocate(ROOM_BYTES, inotify_event.layout().byteAlignment());
            room = present;
        }
        return present;
    }
}

package dev.gatun.backend.iocp;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.NtStatus;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.parts.OperationList;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ReadDirectoryChangesW: one under way for each directory, whose packet makes the queue ready. A queue's handle is an
 * event that nobody ever sets: a number that no other handle has. What Windows writes stays where it is until it is
 * taken, and then the next call is made; in between Windows itself keeps what changes. The Cpu's thread alone.
 */
final class IocpDirectoryChanges implements DirectoryChanges {
    private static final int NO_DIRECTORY = -1;

    private record Change(int directory, Kind kind, int cookie, boolean isDirectory, String name) {}

    private static final Change TOO_MANY = new Change(NO_DIRECTORY, Kind.OVERFLOW, 0, false, "");

    private final DirectoryCalls calls;
    private final WindowsSystem system;
    private final HandleTable handles;
    private final SlotTable slots;
    private final Port port;
    private final Endings endings;
    private final Arena arena;
    private final Map<Long, ChangeQueue> queues = new HashMap<>();
    private final Map<Integer, WatchedDirectory> bySlot = new HashMap<>();
    private final ArrayDeque<Long> rooms = new ArrayDeque<>();
    private boolean isClosed;

    /**
     * @param winsock that outlasts the backend
     * @param arena the backend's, which it leaves alone while Windows has a slot
     */
    IocpDirectoryChanges(
            Winsock winsock, HandleTable handles, SlotTable slots, Port port, Endings endings, Arena arena) {
        calls = new DirectoryCalls(winsock, arena);
        system = winsock.functions.system;
        this.handles = handles;
        this.slots = slots;
        this.port = port;
        this.endings = endings;
        this.arena = arena;
    }

    // --- queues -----------------------------------------------------------------------------------------------------

    @Override
    public long open() {
        if (isClosed) {
            return IoError.CLOSED.result();
        }
        long event = calls.openQueue();
        if (event < 0) {
            return WindowsErrorTable.result(event);
        }
        HandleState state = handles.current(event);
        if (state == null) {
            calls.close(event);
            return IoError.TOO_MANY_HANDLES.result();
        }
        state.kind = HandleState.Kind.CHANGES;
        queues.put(event, new ChangeQueue(state));
        return event;
    }

    /** A POLL of a queue. */
    void poll(HandleState handle, Operation operation, Completions into) {
        ChangeQueue queue = queues.get(handle.number);
        if (queue == null) {
            endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
        } else if (queue.ready.isEmpty()) {
            Place.set(operation, Place.PARKED, Direction.POLLING);
            handle.polling.parked.addLast(operation);
        } else {
            endings.tell(operation, operation.flags() & Operation.POLL_READ, into);
        }
    }

    @Override
    public void end(long queue) {
        ChangeQueue ended = queues.remove(queue);
        if (ended != null) {
            List.copyOf(ended.directories.values()).forEach(this::end);
        }
    }

    /** The backend is about to close, and its memory with it. */
    void close() {
        isClosed = true;
        List.copyOf(queues.keySet()).forEach(this::end);
    }

    // --- directories ------------------------------------------------------------------------------------------------

    @Override
    public int add(long queue, String path) {
        ChangeQueue found = queues.get(queue);
        if (found == null) {
            return IoError.BAD_HANDLE.result();
        }
        long opened = calls.open(path);
        return WindowsErrorTable.result(opened < 0 ? opened : add(found, opened, path));
    }

    /** Its number; of one that is there already, or of what is no directory, the handle is closed again. */
    private long add(ChangeQueue queue, long opened, String path) {
        long asked = calls.ask(opened);
        DirectoryCalls.Identity identity = calls.identity();
        long result = asked < 0 ? asked : numberOf(queue, identity);
        if (result != 0) {
            calls.close(opened);
            return result;
        }
        WatchedDirectory directory =
                new WatchedDirectory(queue, queue.nextNumber(), opened, path, identity, takeRoom());
        queue.directories.put(directory.number, directory);
        long attached = port.associate(opened);
        long begun = attached < 0 ? attached : begin(directory);
        if (begun < 0) {
            end(directory);
            return begun;
        }
        return directory.number;
    }

    /** 0: it is not there yet. */
    private static int numberOf(ChangeQueue queue, DirectoryCalls.Identity identity) {
        for (WatchedDirectory each : queue.directories.values()) {
            if (each.identity.equals(identity)) {
                return each.number;
            }
        }
        return 0;
    }

    /** From now on the room is Windows'. */
    private long begin(WatchedDirectory directory) {
        HandleState state = handles.current(directory.handle);
        if (state == null) {
            return -WindowsErrors.ERROR_TOO_MANY_OPEN_FILES;
        }
        int slot = slots.take(SlotTable.CHANGES, state);
        long begun = calls.begin(directory.handle, directory.room, slots.overlapped(slot, 0));
        if (begun < 0) {
            slots.give(slot);
            return begun;
        }
        directory.slot = slot;
        bySlot.put(slot, directory);
        return 0;
    }

    @Override
    public int remove(long queue, int directory) {
        ChangeQueue found = queues.get(queue);
        WatchedDirectory removed = found == null ? null : found.directories.get(directory);
        if (removed == null) {
            return IoError.NOT_FOUND.result();
        }
        end(removed);
        return 0;
    }

    /** Its packet may be on its way still: the room comes back by that. */
    private void end(WatchedDirectory directory) {
        directory.isEnded = true;
        directory.queue.directories.remove(directory.number);
        directory.queue.ready.remove(directory);
        if (directory.isWindows()) {
            calls.cancel(directory.handle, slots.overlapped(directory.slot));
        } else {
            rooms.addLast(directory.room);
        }
        calls.close(directory.handle);
    }

    private long takeRoom() {
        Long room = rooms.pollFirst();
        return room != null
                ? room
                : system.allocate(DirectoryCalls.ROOM_BYTES, Long.BYTES, arena).address();
    }

    // --- what changed -----------------------------------------------------------------------------------------------

    /** The packet of one: whoever waits for its queue is told. */
    void onPacket(int slot) {
        WatchedDirectory directory = bySlot.remove(slot);
        int status = slots.status(slot);
        int bytes = slots.transferred(slot);
        slots.give(slot);
        if (directory == null) {
            return;
        }
        directory.onAnswer(status, bytes);
        if (directory.isEnded) {
            rooms.addLast(directory.room);
            return;
        }
        directory.queue.ready.addLast(directory);
        OperationList parked = directory.queue.handle.polling.parked;
        for (Operation each = parked.removeFirst(); each != null; each = parked.removeFirst()) {
            endings.keep(each, each.flags() & Operation.POLL_READ);
        }
    }

    @Override
    public int take(long queue, Listener listener) {
        ChangeQueue found = queues.get(queue);
        if (found == null) {
            return IoError.BAD_HANDLE.result();
        }
        if (found.ready.isEmpty()) {
            return IoError.WOULD_BLOCK.result();
        }
        List<Change> changes = new ArrayList<>();
        for (WatchedDirectory each = found.ready.pollFirst(); each != null; each = found.ready.pollFirst()) {
            take(each, changes);
        }
        for (Change each : changes) { // the listener may come here again
            listener.onChange(each.directory, each.kind, each.cookie, each.isDirectory, NotifyRecords.bytes(each.name));
        }
        return changes.size();
    }

    private void take(WatchedDirectory directory, List<Change> into) {
        boolean isGone =
                WindowsErrorTable.errorOf(directory.status) != 0 || directory.status == NtStatus.STATUS_NOTIFY_CLEANUP;
        if (!isGone && directory.bytes == 0) {
            into.add(TOO_MANY);
        } else if (!isGone) {
            directory.records.read(
                    NativeMemory.at(directory.room, directory.bytes),
                    (kind, cookie, name) -> add(directory, kind, cookie, name, into));
        }
        if (isGone || beginAgain(directory, into) < 0) {
            into.add(new Change(directory.number, Kind.DIRECTORY_GONE, 0, true, ""));
            end(directory);
        }
    }

    /** A call may be refused because too much has changed before it: the next one is not. */
    private long beginAgain(WatchedDirectory directory, List<Change> into) {
        long begun = begin(directory);
        if (begun == -WindowsErrors.ERROR_NOTIFY_ENUM_DIR) {
            into.add(TOO_MANY);
            begun = begin(directory);
        }
        return begun;
    }

    /** Content is not told twice in a row. */
    private void add(WatchedDirectory directory, Kind kind, int cookie, String name, List<Change> into) {
        boolean isThere = kind != Kind.DELETED && kind != Kind.MOVED_FROM;
        Change last = into.isEmpty() ? null : into.getLast();
        if (kind == Kind.MODIFIED && last != null && last.kind == kind && last.name.equals(name)) {
            return;
        }
        boolean isDirectory = isThere && calls.isDirectory(directory.path + "\\" + name);
        into.add(new Change(directory.number, kind, cookie, isDirectory, name));
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.CONTENT, Ability.EACH_STEP);
    }

    @Override
    public String remedy(Step step, IoError error) {
        return step == Step.OVERFLOW
                ? "changes were lost: look through the directories again; of each directory Windows keeps "
                        + (DirectoryCalls.ROOM_BYTES >> 10) + " KiB of changes that were not taken"
                : "";
    }
}

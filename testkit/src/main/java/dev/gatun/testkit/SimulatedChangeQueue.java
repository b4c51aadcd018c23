package dev.gatun.testkit;

import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.DirectoryChanges.Listener;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes that wait to be taken, at most {@link Limit#CHANGES} of them: then that some were lost is the last one. From
 * open to close; the driver's thread only.
 */
final class SimulatedChangeQueue extends KernelObject {
    private static final int TAKEN_MAX = 64;
    private static final int NO_DIRECTORY = -1;

    private record Change(int directory, Kind kind, int cookie, boolean isDirectory, String name) {}

    private final TreeMap<Integer, FileNode> directories = new TreeMap<>();
    private final ArrayDeque<Change> waiting = new ArrayDeque<>();
    private int numbers;

    SimulatedChangeQueue(SimulatedKernel kernel) {
        super(kernel);
    }

    /** Its number here, the same when it is watched already. */
    int watch(FileNode directory) {
        int known = numberOf(directory);
        if (known != NO_DIRECTORY) {
            return known;
        }
        directories.put(++numbers, directory);
        return numbers;
    }

    private int numberOf(FileNode directory) {
        for (Map.Entry<Integer, FileNode> each : directories.entrySet()) {
            if (each.getValue() == directory) {
                return each.getKey();
            }
        }
        return NO_DIRECTORY;
    }

    int unwatch(int directory) {
        return directories.remove(directory) == null ? IoError.NOT_FOUND.result() : 0;
    }

    /** Something has changed in a directory, or with it: then it has no name. */
    void tell(FileNode directory, Kind kind, int cookie, boolean isDirectory, String name) {
        int number = numberOf(directory);
        if (number == NO_DIRECTORY) {
            return;
        }
        tell(new Change(number, kind, cookie, isDirectory, name));
        if (kind == Kind.DIRECTORY_GONE) {
            directories.remove(number);
        }
    }

    private void tell(Change change) {
        Change last = waiting.peekLast();
        boolean isRepeated = change.equals(last) && change.kind == Kind.MODIFIED;
        boolean isFull = waiting.size() >= kernel.limits().intValue(Limit.CHANGES)
                || kernel.dice().hit(Fault.CHANGE_LOST);
        if (isRepeated || (isFull && last != null && last.kind == Kind.OVERFLOW)) {
            return;
        }
        waiting.addLast(isFull ? new Change(NO_DIRECTORY, Kind.OVERFLOW, 0, false, "") : change);
        stir();
    }

    int take(Listener listener) {
        if (waiting.isEmpty()) {
            return IoError.WOULD_BLOCK.result();
        }
        int count = Math.min(waiting.size(), TAKEN_MAX);
        for (int i = 0; i < count; i++) {
            Change change = waiting.removeFirst();
            byte[] name = change.name.getBytes(StandardCharsets.UTF_8);
            listener.onChange(change.directory, change.kind, change.cookie, change.isDirectory, name);
        }
        return count;
    }

    @Override
    String noun() {
        return "queue of changes";
    }

    @Override
    boolean takes(OperationKind kind) {
        return false;
    }

    @Override
    boolean progress(Flight flight) {
        throw new IllegalStateException(flight + ": it takes none");
    }

    @Override
    int readiness() {
        return waiting.isEmpty() ? 0 : Operation.POLL_READ;
    }

    @Override
    void onClosed() {
        kernel.files().forget(this);
    }
}

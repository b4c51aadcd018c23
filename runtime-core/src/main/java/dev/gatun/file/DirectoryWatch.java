package dev.gatun.file;

import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.Timer;
import dev.gatun.UnsupportedHereException;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.DirectoryChanges.Ability;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.DirectoryChanges.Step;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells what changes in directories: names that come, go and move, and files that are written, as far as the system
 * tells it ({@link #has}, and docs/files.md). Any number of directories, each for itself and not for those in it. It
 * belongs to one Cpu, whose thread alone touches it, and lives until it or that is closed. A watch that is shared among
 * directories spares the system's limits.
 */
public final class DirectoryWatch implements FileCore.Member, AutoCloseable {
    /** Moves that came from somewhere and may yet arrive; the two halves follow each other closely. */
    private static final int MOVES_MAX = 64;

    private final FileCore core;
    private final DirectoryChanges changes;
    private final long queue;
    private final IoFuture future;
    private final ChangeCallback callback;
    private final Map<Integer, String> directories = new HashMap<>();
    private final Map<Integer, String> moves = new HashMap<>();
    private final DirectoryChanges.Listener listener = this::onChange;
    private final Timer pause = new Timer(_ -> listen());
    private boolean isOpen = true;
    private boolean isHandleClosed;

    private DirectoryWatch(FileCore core, long queue, ChangeCallback callback) {
        this.core = core;
        this.queue = queue;
        this.callback = callback;
        changes = core.cpu.backend().directoryChanges();
        future = core.cpu.newFuture().onComplete(this::onReady);
        core.add(this);
        listen();
    }

    private void listen() {
        future.poll(queue, Operation.POLL_READ);
    }

    /**
     * A watch of no directory yet.
     *
     * @throws UnsupportedHereException where the backend can't tell of changes
     */
    public static DirectoryWatch open(Cpu cpu, ChangeCallback callback) throws FileException {
        FileCore core = FileCore.of(cpu);
        DirectoryChanges changes = cpu.backend().directoryChanges();
        long queue = changes.open();
        if (queue == IoError.NOT_SUPPORTED.result()) {
            throw new UnsupportedHereException(cpu.backend().name() + " can't tell what changes in directories");
        }
        check("watch directories", "", Step.OPEN, changes, queue);
        return new DirectoryWatch(core, queue, callback);
    }

    /** From now on this directory too; a second time it does nothing. The system looks the path up now. */
    public void add(String path) throws FileException {
        checkOpen();
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the path '" + path + "' is empty, or has a zero in it");
        }
        int directory = changes.add(queue, path);
        check("watch " + path, path, Step.ADD, changes, directory);
        directories.putIfAbsent(directory, path);
    }

    /** Nothing more is told of it; false when it is not watched under that path. */
    public boolean remove(String path) {
        checkOpen();
        for (Map.Entry<Integer, String> each : directories.entrySet()) {
            if (each.getValue().equals(path)) {
                int directory = each.getKey();
                directories.remove(directory);
                changes.remove(queue, directory);
                return true;
            }
        }
        return false;
    }

    /** Whether this system tells it. */
    public boolean has(Ability ability) {
        return changes.abilities().contains(ability);
    }

    /** How many directories are watched. */
    public int directories() {
        return directories.size();
    }

    public boolean isOpen() {
        return isOpen;
    }

    /** Nothing more is told. */
    @Override
    public void close() {
        core.checkOwner();
        if (isOpen) {
            isOpen = false;
            if (future.isArmed()) {
                future.cancel();
            } else {
                closeHandle();
            }
        }
    }

    @Override
    public void onEnding() {
        close();
    }

    private void closeHandle() {
        if (!isHandleClosed) {
            isHandleClosed = true;
            pause.cancel();
            changes.end(queue);
            core.cpu.backend().sockets().close(queue);
            core.remove(this);
            future.close();
        }
    }

    private void onReady(IoFuture ready) {
        if (ready.result() == IoError.BACKEND_FAILED.result()) {
            isOpen = false; // the backend has the handle for ever
            core.remove(this);
            return;
        }
        if (isOpen && ready.result() >= 0) {
            changes.take(queue, listener);
        }
        if (!isOpen) {
            closeHandle();
            return;
        }
        long pauseNanos = changes.pauseNanos(queue);
        if (pauseNanos > 0) {
            core.cpu.schedule(pause, pauseNanos);
        } else {
            listen();
        }
    }

    private void onChange(int directory, Kind kind, int cookie, boolean isDirectory, byte[] name) {
        if (!isOpen) {
            return;
        }
        String path = kind == Kind.DIRECTORY_GONE ? directories.remove(directory) : directories.get(directory);
        if (path == null && kind != Kind.OVERFLOW) {
            return; // it was taken off the watch, and this came before
        }
        String about = kind == Kind.OVERFLOW ? changes.remedy(Step.OVERFLOW, IoError.QUEUE_FULL) : "";
        if (kind == Kind.MOVED_TO) {
            String from = moves.remove(cookie);
            about = from == null ? "" : from;
        }
        DirectoryChange change = new DirectoryChange(kind, path == null ? "" : path, name, isDirectory, cookie, about);
        if (kind == Kind.MOVED_FROM) {
            remember(change);
        }
        callback.onChange(this, change);
    }

    private void remember(DirectoryChange left) {
        if (moves.size() == MOVES_MAX) {
            moves.clear(); // those went where nobody watches
        }
        moves.put(left.cookie(), left.path());
    }

    private void checkOpen() {
        core.checkOwner();
        if (!isOpen) {
            throw new IllegalStateException("the watch was closed; open another");
        }
    }

    private static void check(String what, String path, Step step, DirectoryChanges changes, long result)
            throws FileException {
        if (result < 0) {
            IoError error = IoError.of((int) result);
            String remedy = changes.remedy(step, error);
            String why = what + ": " + error + ", " + (remedy.isEmpty() ? error.meaning() : remedy);
            throw new FileException(why, path, error);
        }
    }
}

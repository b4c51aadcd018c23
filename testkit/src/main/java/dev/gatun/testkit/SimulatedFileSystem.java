package dev.gatun.testkit;

import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a simulated machine: in memory, on a disk of {@link Limit#DISK_BYTES}, beginning with an empty root.
 * A test sets up and looks at files by the public methods, which are no operations and always succeed or throw;
 * relative paths begin at the root. The driver's thread only.
 */
public final class SimulatedFileSystem {
    private static final int NAME_BYTES_MAX = 255;
    private static final int PATH_BYTES_MAX = 4095;
    private static final int OWNER_READ = 0400;
    private static final int OWNER_WRITE = 0200;
    private static final int USUAL_MODE = 0644;

    private final SimulatedKernel kernel;
    private final FileNode.Disk disk;
    private final TreeMap<String, FileNode> nodes = new TreeMap<>();
    private final SimulatedChanges changes;
    private final List<SimulatedChangeQueue> told = new ArrayList<>();
    private long inodes;
    private int moves;
    private boolean isReadOnly;

    SimulatedFileSystem(SimulatedKernel kernel) {
        this.kernel = kernel;
        disk = new FileNode.Disk(kernel.limits().value(Limit.DISK_BYTES));
        changes = new SimulatedChanges(kernel);
        nodes.put("/", newNode("/", true, 0755));
    }

    /** Makes a directory, and those above it that are missing. */
    public void createDirectory(String path) {
        String name = normalize(path);
        if (name.equals("/")) {
            return;
        }
        createDirectory(parent(name));
        FileNode node = nodes.get(name);
        if (node == null) {
            add(newNode(name, true, 0755));
        } else if (!node.isDirectory) {
            throw new IllegalArgumentException(path + " is a file");
        }
    }

    /** Makes a file with this content, or replaces what it holds. */
    public void write(String path, byte[] content) {
        write(path, content, USUAL_MODE);
    }

    /** Makes a file with this content and these mode bits; one that is there keeps its own. */
    public void write(String path, byte[] content, int mode) {
        FileNode node = find(path);
        if (node == null) {
            node = create(normalize(path), mode);
        }
        if (node.isDirectory) {
            throw new IllegalArgumentException(path + " is a directory");
        }
        boolean isOther = content.length > 0 || node.sizeBytes() > 0;
        node.resize(0, disk);
        if (node.write(0, content, content.length, disk) < content.length) {
            throw new IllegalArgumentException(
                    "no space for " + content.length + " bytes; raise Limit.DISK_BYTES: " + kernel.limits());
        }
        if (isOther) {
            onModified(node);
        }
        onWritten(node);
    }

    /** Adds to the end of a file that is there. */
    public void append(String path, byte[] content) {
        FileNode node = existing(path);
        if (node.isDirectory || node.write(node.sizeBytes(), content, content.length, disk) < content.length) {
            throw new IllegalArgumentException("no room in " + path + " for " + content.length + " bytes");
        }
        onModified(node);
        onWritten(node);
    }

    public byte[] read(String path) {
        FileNode node = existing(path);
        byte[] content = new byte[Math.toIntExact(node.sizeBytes())];
        node.read(0, content, content.length);
        return content;
    }

    public long sizeBytes(String path) {
        return existing(path).sizeBytes();
    }

    public boolean exists(String path) {
        return find(path) != null;
    }

    /** Takes the name away; handles that are open on the file go on, and the space is free when they are closed. */
    public void delete(String path) {
        FileNode node = existing(path);
        if (node.isDirectory && !list(path).isEmpty()) {
            throw new IllegalArgumentException(path + " is not empty");
        }
        nodes.remove(node.path);
        tell(node, Kind.DELETED, 0);
        tellOf(node, Kind.DIRECTORY_GONE);
        node.loseName(kernel.nowNanos());
        release(node);
    }

    /** Gives a file or a directory another name, in place of a file that had it; handles go on. */
    public void move(String from, String to) {
        FileNode node = existing(from);
        String name = normalize(to);
        FileNode replaced = nodes.get(name);
        if (replaced == node) {
            return;
        }
        if (name.startsWith(node.path + "/") || (replaced != null && (replaced.isDirectory || node.isDirectory))) {
            throw new IllegalArgumentException(from + " can't be " + to);
        }
        int cookie = ++moves;
        tell(node, Kind.MOVED_FROM, cookie);
        String before = node.path;
        for (FileNode each : List.copyOf(nodes.tailMap(before, true).values())) {
            if (each == node || each.path.startsWith(before + "/")) {
                nodes.remove(each.path);
                each.path = name + each.path.substring(before.length());
                nodes.put(each.path, each);
            }
        }
        tell(node, Kind.MOVED_TO, cookie);
        tellOf(node, Kind.DIRECTORY_MOVED);
        if (replaced != null) {
            replaced.loseName(kernel.nowNanos());
            release(replaced);
        }
    }

    /** The mode bits of what is there, from now on. */
    public void setMode(String path, int mode) {
        existing(path).mode = mode;
    }

    /** The names in a directory, in order. */
    public List<String> list(String path) {
        if (!existing(path).isDirectory) {
            throw new IllegalArgumentException(path + " is no directory");
        }
        String name = normalize(path);
        String prefix = name.equals("/") ? "/" : name + "/";
        List<String> names = new ArrayList<>();
        for (String below : nodes.tailMap(prefix, false).keySet()) {
            if (!below.startsWith(prefix)) {
                break;
            }
            if (below.indexOf('/', prefix.length()) < 0) {
                names.add(below.substring(prefix.length()));
            }
        }
        return names;
    }

    /** What the files take, holes not counted. */
    public long usedBytes() {
        return disk.usedBytes();
    }

    /** From now on nothing can be opened for writing. */
    public void setReadOnly(boolean readOnly) {
        isReadOnly = readOnly;
    }

    FileNode.Disk disk() {
        return disk;
    }

    /** The operation OPEN: a handle, or an error. */
    long open(String path, int flags, int mode) {
        boolean writes = (flags & Operation.OPEN_WRITE) != 0;
        boolean creates = (flags & Operation.OPEN_CREATE) != 0;
        boolean truncates = (flags & Operation.OPEN_TRUNCATE) != 0;
        if (!writes && ((flags & Operation.OPEN_READ) == 0 || truncates)) {
            return IoError.INVALID.result();
        }
        IoError error = checkPath(path);
        if (error != null) {
            return error.result();
        }
        String name = normalize(path);
        FileNode node = nodes.get(name);
        error = node == null ? (creates ? null : IoError.NOT_FOUND) : checkOpen(node, flags);
        if (error != null) {
            return error.result();
        }
        if (isReadOnly && (writes || node == null)) {
            return IoError.READ_ONLY.result();
        }
        FileNode file = node == null ? newNode(name, false, mode) : node;
        long handle = kernel.handles().open(new SimulatedFile(kernel, file, flags), "OPEN of " + path);
        if (handle >= 0) {
            file.references++;
            if (node == null) {
                add(file);
            } else if (truncates) {
                file.resize(0, disk);
                onModified(file);
            }
        }
        return handle;
    }

    // --- changes ----------------------------------------------------------------------------------------------------

    SimulatedChanges changes() {
        return changes;
    }

    void tell(SimulatedChangeQueue queue) {
        told.add(queue);
    }

    void forget(SimulatedChangeQueue queue) {
        told.remove(queue);
    }

    /** The directory's number in that queue, or an error. */
    int watch(SimulatedChangeQueue queue, String path) {
        IoError error = checkPath(path);
        FileNode node = find(path);
        if (error != null || node == null) {
            return (error == null ? IoError.NOT_FOUND : error).result();
        }
        if (!node.isDirectory) {
            return IoError.NOT_DIRECTORY.result();
        }
        return (node.mode & OWNER_READ) == 0 ? IoError.ACCESS.result() : queue.watch(node);
    }

    void onModified(FileNode node) {
        node.modified(kernel.nowNanos());
        tell(node, Kind.MODIFIED, 0);
    }

    void onWritten(FileNode node) {
        tell(node, Kind.WRITTEN, 0);
    }

    /** To who watches the directory that its name is in; without one it is in none. */
    private void tell(FileNode node, Kind kind, int cookie) {
        FileNode directory = node.path.isEmpty() ? null : nodes.get(parent(node.path));
        if (directory == null) {
            return;
        }
        String name = node.path.substring(node.path.lastIndexOf('/') + 1);
        for (SimulatedChangeQueue queue : told) {
            queue.tell(directory, kind, cookie, node.isDirectory, name);
        }
    }

    private void tellOf(FileNode directory, Kind kind) {
        for (SimulatedChangeQueue queue : told) {
            queue.tell(directory, kind, 0, true, "");
        }
    }

    /** A handle or a name of it is gone. */
    void release(FileNode node) {
        if (--node.references == 0) {
            node.resize(0, disk);
        }
    }

    private static @Nullable IoError checkOpen(FileNode node, int flags) {
        boolean writes = (flags & Operation.OPEN_WRITE) != 0;
        if ((flags & Operation.OPEN_CREATE) != 0 && (flags & Operation.OPEN_EXCLUSIVE) != 0) {
            return IoError.EXISTS;
        }
        if (node.isDirectory) {
            return writes ? IoError.IS_DIRECTORY : null;
        }
        int needed = (writes ? OWNER_WRITE : 0) | ((flags & Operation.OPEN_READ) != 0 ? OWNER_READ : 0);
        return (node.mode & needed) == needed ? null : IoError.ACCESS;
    }

    /** Whether everything above the last name is a directory. */
    private @Nullable IoError checkPath(String path) {
        if (path.isEmpty()) {
            return IoError.NOT_FOUND;
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            return IoError.NAME_TOO_LONG;
        }
        for (String part : path.split("/", -1)) {
            if (part.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
                return IoError.NAME_TOO_LONG;
            }
        }
        return checkAbove(parent(normalize(path)));
    }

    private @Nullable IoError checkAbove(String name) {
        IoError error = name.equals("/") ? null : checkAbove(parent(name));
        if (error != null) {
            return error;
        }
        FileNode node = nodes.get(name);
        if (node == null) {
            return IoError.NOT_FOUND;
        }
        return node.isDirectory ? null : IoError.NOT_DIRECTORY;
    }

    private FileNode newNode(String path, boolean isDirectory, int mode) {
        return new FileNode(path, isDirectory, mode, ++inodes, kernel.nowNanos());
    }

    private void add(FileNode node) {
        nodes.put(node.path, node);
        tell(node, Kind.CREATED, 0);
    }

    private FileNode create(String name, int mode) {
        createDirectory(parent(name));
        FileNode node = newNode(name, false, mode);
        add(node);
        return node;
    }

    private @Nullable FileNode find(String path) {
        return nodes.get(normalize(path));
    }

    private FileNode existing(String path) {
        FileNode node = find(path);
        if (node == null) {
            throw new IllegalArgumentException("nothing is at " + path + "; the root holds " + list("/"));
        }
        return node;
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash <= 0 ? "/" : name.substring(0, slash);
    }

    /** From the root, without empty names, "." and "..". */
    private static String normalize(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }
}

package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.FileFacts.Fact;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads which names are in a directory, and what has them: by system calls that wait for the file system. Names are
 * bytes, a character here for each. One thread, that of the calls it was given, and as long as those.
 */
final class Listing {
    /** There are more names than that. Else results are 0 or a negated errno. */
    static final long TOO_MANY = Long.MIN_VALUE;

    /** What has a name. An inode's number is used again; when it was born tells the two apart. */
    record Node(long device, long inode, long bornNanos, boolean isDirectory) {}

    private final Bsd bsd;
    private final int namesMax;
    private final BsdCalls calls;
    private final BsdFileFacts facts;
    private final MemorySegment entry;
    private final MemorySegment found;
    private final MemorySegment status;

    /** Of a name, with the zero behind it. */
    private final MemorySegment name;

    Listing(Bsd bsd, BsdCalls calls, int namesMax, Arena arena) {
        this.namesMax = namesMax;
        this.bsd = bsd;
        this.calls = calls;
        facts = new BsdFileFacts(bsd, calls);
        entry = arena.allocate(bsd.entryBytes(), Long.BYTES);
        found = arena.allocate(ADDRESS);
        status = arena.allocate(facts.statusBytes(), Long.BYTES);
        name = entry.asSlice(bsd.entryName());
    }

    /** Null for a descriptor that is none. */
    @Nullable
    Node of(int descriptor) {
        long asked = calls.immediate(BsdFunction.FSTAT, descriptor, status.address(), 0);
        return asked < 0 ? null : asked();
    }

    private Node asked() {
        return new Node(
                facts.read(status, Fact.DEVICE),
                facts.read(status, Fact.INODE),
                facts.read(status, Fact.BORN_NANOS),
                facts.read(status, Fact.TYPE) == FileFacts.Type.DIRECTORY.ordinal());
    }

    /**
     * Puts in what is there now. Of a name that had the same inode before nothing more is asked, so of many names the
     * few that are new cost.
     */
    long read(int directory, Map<String, Node> before, Map<String, Node> into) {
        name.setString(0, ".");
        int flags = BsdFiles.O_RDONLY | bsd.onlyDirectories() | bsd.closeOnExec();
        long opened = calls.waiting(BsdFunction.OPENAT, directory, name.address(), flags);
        if (opened < 0) {
            return opened;
        }
        long stream = calls.waiting(BsdFunction.FDOPENDIR, opened, 0, 0);
        if (stream <= 0) {
            calls.waiting(BsdFunction.CLOSE, opened, 0, 0);
            return stream == 0 ? -BsdErrnos.ENOMEM : stream;
        }
        long result = readAll(directory, stream, before, into);
        calls.waiting(BsdFunction.CLOSEDIR, stream, 0, 0);
        return result;
    }

    private long readAll(int directory, long stream, Map<String, Node> before, Map<String, Node> into) {
        while (true) {
            long failed = calls.waiting(BsdFunction.READDIR_R, stream, entry.address(), found.address());
            if (failed != 0 || found.get(JAVA_LONG, 0) == 0) {
                return -failed;
            }
            int length = entry.get(JAVA_SHORT, bsd.entryNameLength()) & 0xffff;
            String text = new String(name.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
            if (text.equals(".") || text.equals("..")) {
                continue;
            }
            if (into.size() == namesMax) {
                return TOO_MANY;
            }
            Node known = before.get(text);
            boolean isKnown = known != null && known.inode == entry.get(JAVA_LONG, bsd.entryInode());
            Node node = isKnown ? known : ask(directory);
            if (node != null) {
                into.put(text, node);
            }
        }
    }

    /** Null for what is gone again. */
    private @Nullable Node ask(int directory) {
        long asked =
                calls.waiting(BsdFunction.FSTATAT, directory, name.address(), status.address(), bsd.noFollow(), 0, 0);
        return asked < 0 ? null : asked();
    }

    static Map<String, Node> none() {
        return new HashMap<>();
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}

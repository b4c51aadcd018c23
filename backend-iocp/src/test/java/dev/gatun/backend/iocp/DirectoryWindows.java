package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.ByHandleFileInformation;
import dev.gatun.bindings.windows.FileNotifyInformation;
import dev.gatun.bindings.windows.Overlapped;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.bindings.windows.WindowsSystem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A Windows that has directories to watch and nothing else: it takes notes of what it is asked, and answers when the
 * test says so. What a path ends with is what it is: {@code d} a directory, any other a file. The test's thread.
 */
final class DirectoryWindows implements WindowsSystem, WindowsCalls {
    private static final long FIRST_HANDLE = 0x100;

    /** What it was asked for last, of a directory that is watched. */
    long overlapped;

    long room;
    int begun;
    int refusal;

    /** Of the next call alone. */
    int refusalOnce;

    final List<String> noted = new ArrayList<>();
    private final List<String> functions = new ArrayList<>(List.of("none"));
    private final List<String> paths = new ArrayList<>();
    private int error;

    @Override
    public WindowsCalls newCalls(Arena arena) {
        return this;
    }

    @Override
    public long function(String library, String name) {
        functions.add(name);
        return functions.size() - 1L;
    }

    @Override
    public MemorySegment allocate(long bytes, long alignment, Arena arena) {
        return arena.allocate(bytes, alignment);
    }

    @Override
    public int lastError() {
        return error;
    }

    @Override
    public long call(
            long function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k) {
        return switch (functions.get((int) function)) {
            case "WSAStartup", "WSAIoctl" -> 0;
            case "CreateFileW" -> opened(path(a));
            case "CreateEventW", "WSASocketW" -> opened("");
            case "GetFileInformationByHandle" -> ask(a, b);
            case "GetFileAttributesW" -> attributes(path(a));
            case "ReadDirectoryChangesW" -> begin(b, g);
            case "CancelIoEx", "CloseHandle" -> note(functions.get((int) function), a);
            default -> 1;
        };
    }

    private static String path(long address) {
        StringBuilder path = new StringBuilder();
        for (long at = address; NativeMemory.ALL.get(JAVA_CHAR, at) != 0; at += 2) {
            path.append(NativeMemory.ALL.get(JAVA_CHAR, at));
        }
        return path.toString();
    }

    private long opened(String path) {
        paths.add(path);
        return FIRST_HANDLE + 4L * (paths.size() - 1);
    }

    private static int attributes(String path) {
        return path.endsWith("d") ? WindowsFiles.FILE_ATTRIBUTE_DIRECTORY : WindowsFiles.FILE_ATTRIBUTE_NORMAL;
    }

    private long ask(long handle, long at) {
        String path = paths.get((int) (handle - FIRST_HANDLE) / 4);
        NativeMemory.ALL.set(JAVA_INT, at + ByHandleFileInformation.DW_FILE_ATTRIBUTES, attributes(path));
        NativeMemory.ALL.set(JAVA_INT, at + ByHandleFileInformation.N_FILE_INDEX_LOW, path.hashCode());
        return 1;
    }

    private long begin(long itsRoom, long itsOverlapped) {
        if (refusal != 0 || refusalOnce != 0) {
            error = refusal != 0 ? refusal : refusalOnce;
            refusalOnce = 0;
            return 0;
        }
        begun++;
        room = itsRoom;
        overlapped = itsOverlapped;
        error = WindowsErrors.WSA_IO_PENDING;
        return 0;
    }

    private long note(String function, long handle) {
        noted.add(function + " " + (handle - FIRST_HANDLE) / 4);
        return 1;
    }

    /** What it was asked for ends so; the packet is the test's to bring. */
    void end(int status, int bytes) {
        NativeMemory.ALL.set(JAVA_LONG, overlapped + Overlapped.INTERNAL, status);
        NativeMemory.ALL.set(JAVA_LONG, overlapped + Overlapped.INTERNAL_HIGH, bytes);
    }

    /** It ends with one change. */
    void end(int action, String name) {
        NativeMemory.ALL.set(JAVA_INT, room + FileNotifyInformation.NEXT_ENTRY_OFFSET, 0);
        NativeMemory.ALL.set(JAVA_INT, room + FileNotifyInformation.ACTION, action);
        NativeMemory.ALL.set(JAVA_INT, room + FileNotifyInformation.FILE_NAME_LENGTH, 2 * name.length());
        for (int i = 0; i < name.length(); i++) {
            NativeMemory.ALL.set(JAVA_CHAR, room + FileNotifyInformation.FILE_NAME + 2L * i, name.charAt(i));
        }
        end(0, (int) FileNotifyInformation.FILE_NAME + 2 * name.length());
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.ByHandleFileInformation;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.bindings.windows.WindowsSockets;
import java.lang.foreign.Arena;

/**
 * What is asked of Windows about directories, each answering a value or the negated Windows error. What opens or asks
 * may wait for the file system. The Cpu's thread alone.
 */
final class DirectoryCalls {
    /** For some hundred changes; a file system of another machine refuses more than 64 KiB. */
    static final int ROOM_BYTES = 16 << 10;

    private static final int WATCHED = WindowsFiles.FILE_NOTIFY_CHANGE_FILE_NAME
            | WindowsFiles.FILE_NOTIFY_CHANGE_DIR_NAME
            | WindowsFiles.FILE_NOTIFY_CHANGE_SIZE
            | WindowsFiles.FILE_NOTIFY_CHANGE_LAST_WRITE;
    private static final int SHARED =
            WindowsFiles.FILE_SHARE_READ | WindowsFiles.FILE_SHARE_WRITE | WindowsFiles.FILE_SHARE_DELETE;
    private static final int FLAGS = WindowsFiles.FILE_FLAG_OVERLAPPED | WindowsFiles.FILE_FLAG_BACKUP_SEMANTICS;

    /** Which one it is, by volume and index there. */
    record Identity(int volume, int high, int low) {}

    private final Winsock winsock;
    private final Functions functions;

    /** A path, or what Windows says of a handle. */
    private final long memory;

    DirectoryCalls(Winsock winsock, Arena arena) {
        this.winsock = winsock;
        functions = winsock.functions;
        memory = functions.system.allocate(WidePath.BYTES, Long.BYTES, arena).address();
    }

    private long did(long trueIfWell) {
        return (int) trueIfWell != 0 ? 0 : -winsock.calls.lastError();
    }

    /** An event that nobody sets: its number is no other handle's. */
    long openQueue() {
        long event = winsock.calls.call(functions.createEvent, 0, 1, 0, 0, 0, 0);
        if (event == 0) {
            return -winsock.calls.lastError();
        }
        HandleTable.BIRTHS.count(event);
        if ((int) event != event) {
            close(event);
            return -WindowsErrors.ERROR_GEN_FAILURE; // a handle of more bits than a result has
        }
        return event;
    }

    /** To list it; others may go on to do with it what they like, even remove it. */
    long open(String path) {
        long written = WidePath.write(path, memory);
        if (written < 0) {
            return written;
        }
        long opened = winsock.calls.call(
                functions.createFile,
                memory,
                WindowsFiles.FILE_LIST_DIRECTORY,
                SHARED,
                0,
                WindowsFiles.OPEN_EXISTING,
                FLAGS,
                0,
                0,
                0,
                0,
                0);
        if (opened == WindowsSockets.INVALID_SOCKET) {
            return -winsock.calls.lastError();
        }
        HandleTable.BIRTHS.count(opened);
        return opened;
    }

    /** 0, and {@link #identity} is what was asked; or that it is no directory. */
    long ask(long handle) {
        long asked = did(winsock.calls.call(functions.getFileInformation, handle, memory, 0));
        boolean isDirectory =
                (word(ByHandleFileInformation.DW_FILE_ATTRIBUTES) & WindowsFiles.FILE_ATTRIBUTE_DIRECTORY) != 0;
        return asked < 0 || isDirectory ? asked : -WindowsErrors.ERROR_DIRECTORY;
    }

    Identity identity() {
        return new Identity(
                word(ByHandleFileInformation.DW_VOLUME_SERIAL_NUMBER),
                word(ByHandleFileInformation.N_FILE_INDEX_HIGH),
                word(ByHandleFileInformation.N_FILE_INDEX_LOW));
    }

    private int word(long field) {
        return NativeMemory.ALL.get(JAVA_INT, memory + field);
    }

    /** Begun, and told by a packet: 0, or the error by which there will be none. */
    long begin(long directory, long room, long overlapped) {
        long begun = did(winsock.calls.call(
                functions.readDirectoryChanges, directory, room, ROOM_BYTES, 0, WATCHED, 0, overlapped, 0, 0, 0, 0));
        return begun == Winsock.PENDING ? 0 : begun;
    }

    /** Windows does not say it of a change: it is asked of what is there now. */
    boolean isDirectory(String path) {
        if (WidePath.write(path, memory) < 0) {
            return false;
        }
        int attributes = (int) winsock.calls.call(functions.getFileAttributes, memory, 0, 0);
        return attributes != WindowsFiles.INVALID_FILE_ATTRIBUTES
                && (attributes & WindowsFiles.FILE_ATTRIBUTE_DIRECTORY) != 0;
    }

    void cancel(long directory, long overlapped) {
        winsock.cancel(directory, overlapped);
    }

    void close(long handle) {
        HandleTable.BIRTHS.count(handle);
        winsock.calls.call(functions.closeHandle, handle, 0, 0);
    }
}

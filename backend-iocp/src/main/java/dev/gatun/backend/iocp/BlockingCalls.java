package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.FileStandardInfo;
import dev.gatun.bindings.windows.Overlapped;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.parts.FileCalls;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What Windows does only while its caller waits: opening and closing, writing out, asking, cutting and allocating.
 * Each answers a value or the negated Windows error. One thread, a worker's; the memory that Windows reads and writes
 * is this object's.
 */
final class BlockingCalls implements FileCalls {
    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final int ANYBODY_MAY_WRITE = 0222;

    private static final long STATUS = 0;
    private static final long RANGE = 128;
    private static final long OVERLAPPED = 160;
    private static final long COUNT = 192;
    private static final long PATH = 256;

    private final Winsock winsock;
    private final Functions functions;
    private final long memory;
    private long event;

    BlockingCalls(Functions functions, Arena arena) {
        this.functions = functions;
        winsock = new Winsock(functions, arena);
        memory = functions
                .system
                .allocate(PATH + WidePath.BYTES, Long.BYTES, arena)
                .address();
    }

    @Override
    public long run(Operation operation) {
        long handle = operation.handle();
        return switch (operation.kind()) {
            case OPEN -> open(operation);
            case CLOSE -> close(handle);
            case SYNC -> did(winsock.calls.call(functions.flushFile, handle, 0, 0));
            case STATUS -> status(handle, operation.address());
            case TRUNCATE -> truncate(handle, operation.offset());
            case ALLOCATE -> allocate(handle, operation);
            default -> throw new IllegalStateException(operation + " is no work for a worker");
        };
    }

    private long did(long trueIfWell) {
        return (int) trueIfWell != 0 ? 0 : -winsock.calls.lastError();
    }

    // --- opening and closing
    // ----------------------------------------------------------------------------------------

    private long open(Operation operation) {
        long written = WidePath.write(NativeMemory.string(operation.address()), memory + PATH);
        if (written < 0) {
            return written;
        }
        int share = WindowsFiles.FILE_SHARE_READ | WindowsFiles.FILE_SHARE_WRITE | WindowsFiles.FILE_SHARE_DELETE;
        long opened = winsock.calls.call(
                functions.createFile,
                memory + PATH,
                access(operation),
                share,
                0,
                disposition(operation),
                attributes(operation),
                0,
                0,
                0,
                0,
                0);
        if (opened == WindowsSockets.INVALID_SOCKET) {
            return -winsock.calls.lastError();
        }
        if ((int) opened != opened || opened < 0) {
            close(opened);
            return -WindowsErrors.ERROR_GEN_FAILURE; // a handle of more bits than a result has
        }
        long cut = operation.has(Operation.OPEN_TRUNCATE) ? setSize(opened, 0) : 0;
        if (cut < 0) {
            close(opened);
            return cut;
        }
        return opened;
    }

    private static long access(Operation operation) {
        boolean writes = operation.has(Operation.OPEN_WRITE);
        boolean reads = operation.has(Operation.OPEN_READ) || !writes;
        int append = WindowsFiles.FILE_APPEND_DATA
                | WindowsFiles.FILE_WRITE_ATTRIBUTES
                | WindowsFiles.FILE_READ_ATTRIBUTES
                | WindowsFiles.SYNCHRONIZE;
        // Cutting needs the right to write anywhere, so only who does not cut is held to the end by the system.
        boolean onlyAppends = operation.has(Operation.OPEN_APPEND) && !operation.has(Operation.OPEN_TRUNCATE);
        int write = onlyAppends ? append : WindowsFiles.GENERIC_WRITE;
        return (reads ? WindowsFiles.GENERIC_READ : 0) | (writes ? write : 0);
    }

    private static int disposition(Operation operation) {
        if (!operation.has(Operation.OPEN_CREATE)) {
            return WindowsFiles.OPEN_EXISTING;
        }
        return operation.has(Operation.OPEN_EXCLUSIVE) ? WindowsFiles.CREATE_NEW : WindowsFiles.OPEN_ALWAYS;
    }

    private static int attributes(Operation operation) {
        boolean isReadOnly = operation.has(Operation.OPEN_CREATE) && (operation.offset() & ANYBODY_MAY_WRITE) == 0;
        return WindowsFiles.FILE_FLAG_OVERLAPPED
                | WindowsFiles.FILE_FLAG_BACKUP_SEMANTICS // else no directory could be opened
                | (isReadOnly ? WindowsFiles.FILE_ATTRIBUTE_READONLY : WindowsFiles.FILE_ATTRIBUTE_NORMAL)
                | (operation.has(Operation.OPEN_DIRECT) ? WindowsFiles.FILE_FLAG_NO_BUFFERING : 0)
                | (operation.has(Operation.OPEN_DATA_SYNC) ? WindowsFiles.FILE_FLAG_WRITE_THROUGH : 0);
    }

    private long close(long handle) {
        return winsock.closeAny(handle);
    }

    // --- asking
    // -----------------------------------------------------------------------------------------------------

    private long status(long handle, long into) {
        int type = (int) winsock.calls.call(functions.getFileType, handle, 0, 0);
        long failed = type == WindowsFiles.FILE_TYPE_DISK ? statusOfFile(handle) : 0;
        if (failed < 0) {
            return failed;
        }
        ALL.set(JAVA_INT, memory + STATUS + IocpFileFacts.FILE_TYPE, type);
        MemorySegment.copy(ALL, memory + STATUS, ALL, into, IocpFileFacts.BYTES);
        return 0;
    }

    private long statusOfFile(long handle) {
        long basic = did(winsock.calls.call(
                functions.getFileInformationEx,
                handle,
                WindowsFiles.FileBasicInfo,
                memory + STATUS + IocpFileFacts.BASIC,
                IocpFileFacts.BASIC_BYTES,
                0,
                0));
        long standard = basic < 0 ? basic : standard(handle);
        return standard < 0
                ? standard
                : did(winsock.calls.call(
                        functions.getFileInformation, handle, memory + STATUS + IocpFileFacts.IDENTITY, 0));
    }

    private long standard(long handle) {
        return did(winsock.calls.call(
                functions.getFileInformationEx,
                handle,
                WindowsFiles.FileStandardInfo,
                memory + STATUS + IocpFileFacts.STANDARD,
                IocpFileFacts.STANDARD_BYTES,
                0,
                0));
    }

    // --- size and space
    // ---------------------------------------------------------------------------------------------

    private long setSize(long handle, long size) {
        return set(handle, WindowsFiles.FileEndOfFileInfo, size);
    }

    private long set(long handle, int kind, long value) {
        ALL.set(JAVA_LONG, memory + RANGE, value);
        return did(winsock.calls.call(functions.setFileInformation, handle, kind, memory + RANGE, Long.BYTES, 0, 0));
    }

    /** What a file gains so takes no space where the file system can leave holes. */
    private long truncate(long handle, long size) {
        long asked = standard(handle);
        if (asked < 0) {
            return asked;
        }
        if (size > sizeNow()) {
            control(handle, WindowsFiles.FSCTL_SET_SPARSE, 0); // refused where there are no holes: then it takes space
        }
        return setSize(handle, size);
    }

    private long sizeNow() {
        return ALL.get(JAVA_LONG, memory + STATUS + IocpFileFacts.STANDARD + FileStandardInfo.END_OF_FILE);
    }

    private long allocate(long handle, Operation operation) {
        long end = operation.offset() + operation.extent();
        if (operation.has(Operation.ALLOCATE_PUNCH_HOLE)) {
            long sparse = control(handle, WindowsFiles.FSCTL_SET_SPARSE, 0);
            ALL.set(JAVA_LONG, memory + RANGE, operation.offset());
            ALL.set(JAVA_LONG, memory + RANGE + Long.BYTES, end);
            return sparse < 0 ? sparse : control(handle, WindowsFiles.FSCTL_SET_ZERO_DATA, 2 * Long.BYTES);
        }
        long asked = standard(handle);
        if (asked < 0) {
            return asked;
        }
        long size = sizeNow();
        long allocated =
                ALL.get(JAVA_LONG, memory + STATUS + IocpFileFacts.STANDARD + FileStandardInfo.ALLOCATION_SIZE);
        if (allocated < end && end < size) {
            return -WindowsErrors.ERROR_NOT_SUPPORTED; // it has holes, and asking for less than its size would cut it
        }
        long done = end > allocated ? set(handle, WindowsFiles.FileAllocationInfo, end) : 0;
        boolean grows = end > size && !operation.has(Operation.ALLOCATE_KEEP_SIZE);
        return done < 0 || !grows ? done : setSize(handle, end);
    }

    /** DeviceIoControl with so many bytes of the range, waited for by an event of this thread's own. */
    private long control(long handle, int code, int bytes) {
        if (event == 0) {
            event = winsock.calls.call(functions.createEvent, 0, 1, 0, 0, 0, 0);
        }
        if (event == 0) {
            return -winsock.calls.lastError();
        }
        NativeMemory.fill(memory + OVERLAPPED, Overlapped.sizeof(), (byte) 0);
        // The lowest bit keeps the packet from the file's port.
        ALL.set(JAVA_LONG, memory + OVERLAPPED + Overlapped.H_EVENT, event | 1);
        long input = bytes == 0 ? 0 : memory + RANGE;
        long begun = did(winsock.calls.call(
                functions.deviceIoControl,
                handle,
                code,
                input,
                bytes,
                0,
                0,
                memory + COUNT,
                memory + OVERLAPPED,
                0,
                0,
                0));
        return begun == Winsock.PENDING
                ? did(winsock.calls.call(
                        functions.getOverlappedResult, handle, memory + OVERLAPPED, memory + COUNT, 1, 0, 0))
                : begun;
    }

    @Override
    public void closeOrphan(int handle) {
        close(handle);
    }

    /** A worker that ends leaves nothing behind. */
    @Override
    public void end() {
        if (event != 0) {
            winsock.calls.call(functions.closeHandle, event, 0, 0);
        }
    }
}

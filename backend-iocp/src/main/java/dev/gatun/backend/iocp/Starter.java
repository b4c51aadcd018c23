package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/**
 * Decides what becomes of an operation: done at once, begun, tried, or given to a worker; a table, by its kind and by
 * what its handle is. The Cpu's thread alone.
 */
final class Starter {
    private final Winsock winsock;
    private final HandleTable handles;
    private final BegunTraffic begun;
    private final TriedTraffic tried;
    private final FileDesk files;
    private final IocpDirectoryChanges changes;
    private final CloseDesk closes;
    private final Endings endings;

    Starter(
            Winsock winsock,
            HandleTable handles,
            BegunTraffic begun,
            TriedTraffic tried,
            FileDesk files,
            IocpDirectoryChanges changes,
            CloseDesk closes,
            Endings endings) {
        this.winsock = winsock;
        this.handles = handles;
        this.begun = begun;
        this.tried = tried;
        this.files = files;
        this.changes = changes;
        this.closes = closes;
        this.endings = endings;
    }

    void start(Operation operation, Completions into) {
        switch (operation.kind()) {
            case NOP -> endings.tell(operation, 0, into);
            case OPEN -> files.start(operation, null);
            default -> {
                HandleState handle = handles.current(Operation.plainHandle(operation.handle()));
                if (handle == null) {
                    endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
                    return;
                }
                long described = handles.describe(handle);
                if (described < 0) {
                    endings.tell(operation, described, into);
                } else if (handle.closing != null) {
                    endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
                } else {
                    start(handle, operation, into);
                }
            }
        }
    }

    private void start(HandleState handle, Operation operation, Completions into) {
        switch (operation.kind()) {
            case RECEIVE, RECEIVE_VECTORED, SEND, SEND_VECTORED, ACCEPT, CONNECT -> onStream(handle, operation, into);
            case RECEIVE_FROM, RECEIVE_BATCH, SEND_TO, SEND_BATCH -> onDatagrams(handle, operation, into);
            case READ, READ_VECTORED, WRITE, WRITE_VECTORED -> onFile(handle, operation, into);
            case SYNC, TRUNCATE, ALLOCATE -> {
                if (handle.kind == HandleState.Kind.FILE) {
                    files.start(operation, handle);
                } else {
                    endings.tellError(operation, IoError.INVALID, 0, into);
                }
            }
            case STATUS -> status(handle, operation, into);
            case CLOSE -> closes.start(handle, operation, files, into);
            case SHUTDOWN -> endings.tell(operation, winsock.shutdown(handle.number, how(operation)), into);
            case POLL -> poll(handle, operation, into);
            default -> throw new IllegalStateException(operation + " is the core's own");
        }
    }

    private void onStream(HandleState handle, Operation operation, Completions into) {
        tried.onUse(handle);
        if (!handle.isSocket()) {
            endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
            return;
        }
        if (handle.kind == HandleState.Kind.DATAGRAM || onlyTried(operation)) {
            tried.start(direction(handle, operation), operation, into);
            return;
        }
        long attached = handles.attach(handle);
        if (attached < 0) {
            endings.tell(operation, attached, into);
        } else if (handle.port == HandleState.Port.OURS) {
            begun.start(handle, operation, into);
        } else if (operation.kind() == OperationKind.CONNECT) {
            // Another core has begun something on it, and tells it of its end: connecting is no matter of two.
            endings.tellError(operation, IoError.NOT_SUPPORTED, 0, into);
        } else {
            tried.start(direction(handle, operation), operation, into);
        }
    }

    /** What wants a block only when data is there, and looking: which Windows allows none but plain calls to do. */
    private static boolean onlyTried(Operation operation) {
        boolean takesABlock =
                operation.has(Operation.POOL_BUFFER) && operation.kind().canTakePoolBuffer();
        boolean looks = operation.has(Operation.PEEK) && operation.kind() == OperationKind.RECEIVE;
        return takesABlock || looks;
    }

    private static Direction direction(HandleState handle, Operation operation) {
        return switch (operation.kind()) {
            case SEND, SEND_VECTORED, SEND_TO, SEND_BATCH, CONNECT -> handle.writing;
            default -> handle.reading;
        };
    }

    private void onDatagrams(HandleState handle, Operation operation, Completions into) {
        tried.onUse(handle);
        if (handle.kind == HandleState.Kind.DATAGRAM) {
            tried.start(direction(handle, operation), operation, into);
        } else {
            endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
        }
    }

    private void onFile(HandleState handle, Operation operation, Completions into) {
        long attached = handle.kind == HandleState.Kind.FILE ? handles.attach(handle) : 0;
        if (handle.kind != HandleState.Kind.FILE) {
            endings.tellError(operation, IoError.BAD_HANDLE, 0, into);
        } else if (attached < 0) {
            endings.tell(operation, attached, into);
        } else if (handle.port == HandleState.Port.FOREIGN) {
            endings.tellError(operation, IoError.NOT_SUPPORTED, 0, into); // a file is its first core's, for life
        } else {
            begun.start(handle, operation, into);
        }
    }

    private void status(HandleState handle, Operation operation, Completions into) {
        if (handle.isSocket()) {
            NativeMemory.ALL.set(JAVA_INT, operation.address() + IocpFileFacts.FILE_TYPE, IocpFileFacts.SOCKET);
            endings.tell(operation, 0, into);
        } else {
            files.start(operation, handle);
        }
    }

    private static int how(Operation operation) {
        boolean reads = operation.has(Operation.SHUT_READ);
        boolean writes = operation.has(Operation.SHUT_WRITE);
        return reads && writes ? WindowsSockets.SD_BOTH : reads ? WindowsSockets.SD_RECEIVE : WindowsSockets.SD_SEND;
    }

    /** A file never makes anybody wait, in this sense. */
    private void poll(HandleState handle, Operation operation, Completions into) {
        if (handle.isSocket()) {
            tried.poll(handle.polling, operation, into);
        } else if (handle.kind == HandleState.Kind.CHANGES) {
            changes.poll(handle, operation, into);
        } else {
            endings.tell(operation, operation.flags() & (Operation.POLL_READ | Operation.POLL_WRITE), into);
        }
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.bindings.windows.WindowsSockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Winsock's calls, each answering a value or the negated Windows error. Those with an {@code overlapped} address
 * answer {@link #PENDING} when they go on without us. One thread, the owner of the arena; the memory that Windows
 * writes lengths and counts into is this object's.
 */
final class Winsock {
    /** It was begun, and a packet will tell of its end. */
    static final long PENDING = -WindowsErrors.WSA_IO_PENDING;

    static final long WOULD_BLOCK = -WindowsErrors.WSAEWOULDBLOCK;

    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final long COUNT = 0;
    private static final long FLAGS = 8;
    private static final long LENGTH = 16;
    private static final long VALUE = 24;
    private static final int SCRATCH_BYTES = 64;

    final Functions functions;
    final WindowsCalls calls;
    private final long scratch;

    Winsock(Functions functions, Arena arena) {
        this.functions = functions;
        calls = functions.system.newCalls(arena);
        scratch = functions.system.allocate(SCRATCH_BYTES, Long.BYTES, arena).address();
    }

    private long checked(long zeroIfWell) {
        return (int) zeroIfWell == 0 ? 0 : -calls.lastError();
    }

    private long handle(long handle) {
        return handle == WindowsSockets.INVALID_SOCKET ? -calls.lastError() : handle;
    }

    /** For overlapped operations, not inherited by child processes, and not blocking where it is used plainly. */
    long open(int family, int type) {
        int protocol = type == WindowsSockets.SOCK_STREAM ? WindowsSockets.IPPROTO_TCP : WindowsSockets.IPPROTO_UDP;
        int flags = WindowsSockets.WSA_FLAG_OVERLAPPED | WindowsSockets.WSA_FLAG_NO_HANDLE_INHERIT;
        long opened = handle(calls.call(functions.socket, family, type, protocol, 0, 0, flags));
        return opened < 0 ? opened : unblocked(opened);
    }

    /** The socket, or the error, with the socket closed. */
    private long unblocked(long socket) {
        long failed = control(socket, WindowsSockets.FIONBIO, 1);
        if (failed < 0) {
            close(socket);
            return failed;
        }
        return socket;
    }

    /** WSAIoctl with a number. */
    long control(long socket, int code, int number) {
        ALL.set(JAVA_INT, scratch + VALUE, number);
        return checked(calls.call(
                functions.ioctl, socket, code, scratch + VALUE, Integer.BYTES, 0, 0, scratch + COUNT, 0, 0, 0, 0));
    }

    /** WSAIoctl for a handle. */
    long query(long socket, int code) {
        long failed = checked(calls.call(
                functions.ioctl, socket, code, 0, 0, scratch + VALUE, Long.BYTES, scratch + COUNT, 0, 0, 0, 0));
        return failed < 0 ? failed : ALL.get(JAVA_LONG, scratch + VALUE);
    }

    long close(long socket) {
        return checked(calls.call(functions.closeSocket, socket, 0, 0));
    }

    /** Closes whatever it is. Of a socket that lingers Windows refuses to close one that does not wait. */
    long closeAny(long handle) {
        long closed = close(handle);
        if (closed == WOULD_BLOCK) {
            control(handle, WindowsSockets.FIONBIO, 0);
            closed = close(handle);
        }
        return closed == -WindowsErrors.WSAENOTSOCK ? begun(calls.call(functions.closeHandle, handle, 0, 0)) : closed;
    }

    long bind(long socket, long address, int length) {
        return checked(calls.call(functions.bind, socket, address, length));
    }

    long listen(long socket, int backlog) {
        return checked(calls.call(functions.listen, socket, backlog, 0));
    }

    long connect(long socket, long address, int length) {
        return checked(calls.call(functions.connect, socket, address, length));
    }

    long shutdown(long socket, int how) {
        return checked(calls.call(functions.shutdown, socket, how, 0));
    }

    /** A connection that waits, or an error; the address may be 0. */
    long accept(long socket) {
        long accepted = handle(calls.call(functions.accept, socket, 0, 0));
        return accepted < 0 ? accepted : unblocked(accepted);
    }

    /** The length of what was written. */
    long name(long socket, boolean ofPeer, long address, int capacity) {
        ALL.set(JAVA_INT, scratch + LENGTH, capacity);
        long function = ofPeer ? functions.peerName : functions.socketName;
        long failed = checked(calls.call(function, socket, address, scratch + LENGTH));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + LENGTH);
    }

    long setOption(long socket, int level, int name, long address, int bytes) {
        return checked(calls.call(functions.setOption, socket, level, name, address, bytes, 0));
    }

    long setOption(long socket, int level, int name, int value) {
        ALL.set(JAVA_INT, scratch + VALUE, value);
        return setOption(socket, level, name, scratch + VALUE, Integer.BYTES);
    }

    /** Of a handle; AcceptEx wants the listener's told to the connection. */
    long setHandleOption(long socket, int name, long value) {
        ALL.set(JAVA_LONG, scratch + VALUE, value);
        return setOption(socket, WindowsSockets.SOL_SOCKET, name, scratch + VALUE, Long.BYTES);
    }

    long setBareOption(long socket, int name) {
        return setOption(socket, WindowsSockets.SOL_SOCKET, name, 0, 0);
    }

    /** How many bytes of it were written. */
    long getOption(long socket, int level, int name, long address, int bytes) {
        ALL.set(JAVA_INT, scratch + LENGTH, bytes);
        long failed = checked(calls.call(functions.getOption, socket, level, name, address, scratch + LENGTH, 0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + LENGTH);
    }

    /** A number without a sign; or an error. */
    long getOption(long socket, int level, int name) {
        ALL.set(JAVA_INT, scratch + VALUE, 0);
        long failed = getOption(socket, level, name, scratch + VALUE, Integer.BYTES);
        return failed < 0 ? failed : Integer.toUnsignedLong(ALL.get(JAVA_INT, scratch + VALUE));
    }

    /** False of what is no socket. */
    boolean isStream(long socket) {
        long type = getOption(socket, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_TYPE);
        return type == WindowsSockets.SOCK_STREAM;
    }

    /** By an option that sockets of that family have and no other has. */
    boolean isInet6(long socket) {
        return getOption(socket, WindowsSockets.IPPROTO_IPV6, WindowsSockets.IPV6_V6ONLY) >= 0;
    }

    // --- without waiting: there is something now, or it would block
    // -------------------------------------------------

    long receiveNow(long socket, long buffers, int count, int flags) {
        ALL.set(JAVA_INT, scratch + FLAGS, flags);
        long failed = checked(calls.call(
                functions.receive, socket, buffers, count, scratch + COUNT, scratch + FLAGS, 0, 0, 0, 0, 0, 0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + COUNT);
    }

    long sendNow(long socket, long buffers, int count) {
        long failed = checked(calls.call(functions.send, socket, buffers, count, scratch + COUNT, 0, 0, 0, 0, 0, 0, 0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + COUNT);
    }

    /** The sender's address is written, and its length to {@code lengthAt}, which says how much room there is. */
    long receiveFromNow(long socket, long buffers, long address, long lengthAt) {
        ALL.set(JAVA_INT, scratch + FLAGS, 0);
        long failed = checked(calls.call(
                functions.receiveFrom,
                socket,
                buffers,
                1,
                scratch + COUNT,
                scratch + FLAGS,
                address,
                lengthAt,
                0,
                0,
                0,
                0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + COUNT);
    }

    long sendToNow(long socket, long buffers, long address, int length) {
        long failed = checked(
                calls.call(functions.sendTo, socket, buffers, 1, scratch + COUNT, 0, address, length, 0, 0, 0, 0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + COUNT);
    }

    /** With control messages; of a datagram that is cut off a flag of the message says so, or WSAEMSGSIZE. */
    long receiveMessageNow(long socket, long message) {
        long failed = checked(calls.call(functions.receiveMessage, socket, message, scratch + COUNT, 0, 0, 0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + COUNT);
    }

    long sendMessageNow(long socket, long message) {
        long failed = checked(calls.call(functions.sendMessage, socket, message, 0, scratch + COUNT, 0, 0));
        return failed < 0 ? failed : ALL.get(JAVA_INT, scratch + COUNT);
    }

    // --- begun, and told of by a packet
    // -----------------------------------------------------------------------------

    long receive(long socket, long buffers, int count, long flagsAt, long countAt, long overlapped) {
        ALL.set(JAVA_INT, flagsAt, 0);
        return checked(
                calls.call(functions.receive, socket, buffers, count, countAt, flagsAt, overlapped, 0, 0, 0, 0, 0));
    }

    long send(long socket, long buffers, int count, long countAt, long overlapped) {
        return checked(calls.call(functions.send, socket, buffers, count, countAt, 0, overlapped, 0, 0, 0, 0, 0));
    }

    /** Both addresses are written behind each other, each with the 16 bytes that AcceptEx wants besides. */
    long accept(long listener, long socket, long addresses, int addressBytes, long countAt, long overlapped) {
        return begun(calls.call(
                functions.acceptEx,
                listener,
                socket,
                addresses,
                0,
                addressBytes,
                addressBytes,
                countAt,
                overlapped,
                0,
                0,
                0));
    }

    long connect(long socket, long address, int length, long overlapped) {
        return begun(calls.call(functions.connectEx, socket, address, length, 0, 0, 0, overlapped, 0, 0, 0, 0));
    }

    long read(long file, long address, int length, long countAt, long overlapped) {
        return begun(calls.call(functions.readFile, file, address, length, countAt, overlapped, 0));
    }

    long write(long file, long address, int length, long countAt, long overlapped) {
        return begun(calls.call(functions.writeFile, file, address, length, countAt, overlapped, 0));
    }

    private long begun(long trueIfWell) {
        return (int) trueIfWell != 0 ? 0 : -calls.lastError();
    }

    /**
     * Those of one OVERLAPPED, or with 0 all that this process has begun on the handle. Each still gets its packet.
     */
    long cancel(long handle, long overlapped) {
        return begun(calls.call(functions.cancelIo, handle, overlapped, 0));
    }

    /** What is done at once brings no packet from now on, and no event is set. */
    boolean skipPacketOnSuccess(long handle) {
        int modes = WindowsFiles.FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | WindowsFiles.FILE_SKIP_SET_EVENT_ON_HANDLE;
        return begun(calls.call(functions.setNotificationModes, handle, modes, 0)) == 0;
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.AfdConstants;
import dev.gatun.bindings.windows.AfdPollHandleInfo;
import dev.gatun.bindings.windows.AfdPollInfo;
import dev.gatun.bindings.windows.NtStatus;
import dev.gatun.bindings.windows.ObjectAttributes;
import dev.gatun.bindings.windows.UnicodeString;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The driver beneath Winsock, asked when sockets are ready: the one way to hear of that through a completion port.
 * Microsoft documents it nowhere, and may not change it, since Winsock's own select stands on it; wepoll, libuv and
 * mio use it so. The Cpu's thread alone.
 */
final class Afd {
    private static final String DEVICE = "\\Device\\Afd\\Gatun";
    private static final MemorySegment ALL = NativeMemory.ALL;

    private static final int READ_EVENTS =
            AfdConstants.AFD_POLL_RECEIVE | AfdConstants.AFD_POLL_ACCEPT | AfdConstants.AFD_POLL_DISCONNECT;
    /** Told whether asked for or not, as by poll(2); without LOCAL_CLOSE a closed socket's poll would never end. */
    private static final int HANG_UP_EVENTS =
            AfdConstants.AFD_POLL_ABORT | AfdConstants.AFD_POLL_CONNECT_FAIL | AfdConstants.AFD_POLL_LOCAL_CLOSE;

    private final Winsock winsock;
    private final Functions functions;
    private final long device;

    Afd(Winsock winsock, Port port, Arena arena) {
        this.winsock = winsock;
        functions = winsock.functions;
        device = open(arena);
        long refused = port.associate(device);
        if (refused < 0) {
            throw new IllegalStateException(DEVICE + " can't be given to a port: error " + -refused);
        }
    }

    private long open(Arena arena) {
        MemorySegment memory = functions.system.allocate(256, Long.BYTES, arena);
        long name = memory.address() + 128;
        for (int i = 0; i < DEVICE.length(); i++) {
            ALL.set(JAVA_SHORT, name + 2L * i, (short) DEVICE.charAt(i));
        }
        long string = memory.address() + 96;
        ALL.set(JAVA_SHORT, string + UnicodeString.LENGTH, (short) (2 * DEVICE.length()));
        ALL.set(JAVA_SHORT, string + UnicodeString.MAXIMUM_LENGTH, (short) (2 * DEVICE.length()));
        ALL.set(JAVA_LONG, string + UnicodeString.BUFFER, name);
        long attributes = memory.address() + 32;
        ALL.set(JAVA_INT, attributes + ObjectAttributes.LENGTH, (int) ObjectAttributes.sizeof());
        ALL.set(JAVA_LONG, attributes + ObjectAttributes.OBJECT_NAME, string);
        long handle = memory.address();
        int share = WindowsFiles.FILE_SHARE_READ | WindowsFiles.FILE_SHARE_WRITE;
        long status = winsock.calls.call(
                functions.ntCreateFile,
                handle,
                WindowsFiles.SYNCHRONIZE,
                attributes,
                memory.address() + 8,
                0,
                0,
                share,
                WindowsConstants.FILE_OPEN,
                0,
                0,
                0);
        if ((int) status < 0) {
            throw new IllegalStateException(DEVICE + " can't be opened: status " + Integer.toHexString((int) status));
        }
        return ALL.get(JAVA_LONG, handle);
    }

    /** What to look for so as to tell that. */
    static int eventsOf(int pollFlags) {
        int reads = (pollFlags & Operation.POLL_READ) != 0 ? READ_EVENTS : 0;
        int writes = (pollFlags & Operation.POLL_WRITE) != 0 ? AfdConstants.AFD_POLL_SEND : 0;
        return reads | writes | HANG_UP_EVENTS;
    }

    /** What has been seen, in the words of a POLL. */
    static int flagsOf(int events) {
        int reads = (events & READ_EVENTS) != 0 ? Operation.POLL_READ : 0;
        int writes = (events & AfdConstants.AFD_POLL_SEND) != 0 ? Operation.POLL_WRITE : 0;
        int end = (events & HANG_UP_EVENTS) != 0 ? Operation.POLL_HANG_UP : 0;
        return reads | writes | end;
    }

    /**
     * A packet will tell when one of the events is there, with its OVERLAPPED, at whose beginning the status then is.
     * 0, or a negated Windows error: there will be no packet.
     *
     * @param base the socket as the driver knows it
     * @param info memory for AFD_POLL_INFO, Windows' until the packet
     */
    long poll(long base, int events, long info, long overlapped) {
        ALL.set(JAVA_LONG, info + AfdPollInfo.TIMEOUT, Long.MAX_VALUE);
        ALL.set(JAVA_INT, info + AfdPollInfo.NUMBER_OF_HANDLES, 1);
        ALL.set(JAVA_INT, info + AfdPollInfo.EXCLUSIVE, 0);
        ALL.set(JAVA_LONG, info + AfdPollInfo.HANDLES + AfdPollHandleInfo.HANDLE, base);
        ALL.set(JAVA_INT, info + AfdPollInfo.HANDLES + AfdPollHandleInfo.EVENTS, events);
        ALL.set(JAVA_INT, info + AfdPollInfo.HANDLES + AfdPollHandleInfo.STATUS, 0);
        int bytes = (int) AfdPollInfo.sizeof();
        int status = (int) winsock.calls.call(
                functions.ntDeviceIoControl,
                device,
                0,
                0,
                overlapped,
                overlapped,
                AfdConstants.IOCTL_AFD_POLL,
                info,
                bytes,
                info,
                bytes,
                0);
        return status < 0 && status != NtStatus.STATUS_PENDING ? -WindowsErrorTable.errorOf(status) : 0;
    }

    /** The events of a poll that has ended. */
    static int events(long info) {
        return ALL.get(JAVA_INT, info + AfdPollInfo.NUMBER_OF_HANDLES) == 0
                ? 0
                : ALL.get(JAVA_INT, info + AfdPollInfo.HANDLES + AfdPollHandleInfo.EVENTS);
    }

    /** The poll still gets its packet. */
    void cancel(long overlapped, long scratch) {
        winsock.calls.call(functions.ntCancelIo, device, overlapped, scratch);
    }

    void close() {
        winsock.calls.call(functions.closeHandle, device, 0, 0);
    }
}

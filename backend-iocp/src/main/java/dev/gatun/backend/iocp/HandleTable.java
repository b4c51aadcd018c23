package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WsaProtocolInfoW;
import dev.gatun.parts.HandleBirths;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a core knows of handles, by their numbers; what it does not know yet, it asks when a handle is first used. The
 * Cpu's thread alone.
 */
final class HandleTable {
    /** Of the whole process. Windows' numbers are multiples of four. */
    static final HandleBirths BIRTHS = new HandleBirths(2);

    private final Winsock winsock;
    private final Port port;
    private final long protocol;
    private final Consumer<HandleState> onGone;
    private @Nullable HandleState[] states = {};

    /**
     * @param onGone told of a handle whose number means another by now
     */
    HandleTable(Winsock winsock, Port port, Arena arena, Consumer<HandleState> onGone) {
        this.onGone = onGone;
        this.winsock = winsock;
        this.port = port;
        protocol = winsock.functions
                .system
                .allocate(WsaProtocolInfoW.sizeof(), Long.BYTES, arena)
                .address();
    }

    /** Null for a number that no handle has. It may be of a handle that is closed. */
    @Nullable
    HandleState find(long handle) {
        int index = BIRTHS.index(handle);
        return index < 0 || index >= states.length ? null : states[index];
    }

    /** What is known of the handle that the number means now; null for a number that no handle has. */
    @Nullable
    HandleState current(long handle) {
        HandleState known = find(handle);
        if (known == null) {
            int index = BIRTHS.index(handle);
            return index < 0 ? null : make(handle, index);
        }
        int birth = BIRTHS.of(handle);
        if (known.birth != birth) {
            onGone.accept(known);
            known.renew(birth);
        }
        return known;
    }

    private HandleState make(long handle, int index) {
        if (index >= states.length) {
            states = Arrays.copyOf(states, Math.max(index + 1, 2 * states.length));
        }
        HandleState made = new HandleState(handle);
        made.birth = BIRTHS.of(handle);
        states[index] = made;
        return made;
    }

    /** Finds out what it is. 0, or a negated Windows error: nobody's number, above all. */
    long describe(HandleState state) {
        if (state.kind != HandleState.Kind.UNKNOWN) {
            return 0;
        }
        int bytes = (int) WsaProtocolInfoW.sizeof();
        long got = winsock.getOption(
                state.number, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_PROTOCOL_INFOW, protocol, bytes);
        if (got == -WindowsErrors.WSAENOTSOCK || got == -WindowsErrors.WSAEBADF) {
            return describeFile(state);
        }
        if (got < 0) {
            return got;
        }
        int type = NativeMemory.ALL.get(JAVA_INT, protocol + WsaProtocolInfoW.I_SOCKET_TYPE);
        int flags = NativeMemory.ALL.get(JAVA_INT, protocol + WsaProtocolInfoW.DW_SERVICE_FLAGS1);
        state.family = NativeMemory.ALL.get(JAVA_INT, protocol + WsaProtocolInfoW.I_ADDRESS_FAMILY);
        state.kind = type == WindowsSockets.SOCK_STREAM ? HandleState.Kind.STREAM : HandleState.Kind.DATAGRAM;
        // Of a provider whose sockets are no handles of the system's, packets can't be skipped.
        state.skipsPackets = (flags & WindowsSockets.XP1_IFS_HANDLES) != 0;
        return 0;
    }

    private long describeFile(HandleState state) {
        int type = (int) winsock.calls.call(winsock.functions.getFileType, state.number, 0, 0);
        int error = winsock.calls.lastError();
        if (type == WindowsFiles.FILE_TYPE_UNKNOWN && error != WindowsErrors.ERROR_SUCCESS) {
            return -error;
        }
        state.kind = HandleState.Kind.FILE;
        state.skipsPackets = true;
        return 0;
    }

    /**
     * Makes it our port's, if it is nobody's. 0, or a negated Windows error; with {@code FOREIGN} it is another
     * core's, which Windows tells by calling the handle invalid as an argument.
     */
    long attach(HandleState state) {
        if (state.port != HandleState.Port.NONE) {
            return 0;
        }
        long refused = port.associate(state.number);
        if (refused == -WindowsErrors.ERROR_INVALID_PARAMETER) {
            state.port = HandleState.Port.FOREIGN;
            return 0;
        }
        if (refused < 0) {
            return refused;
        }
        state.port = HandleState.Port.OURS;
        state.skipsPackets = state.skipsPackets && winsock.skipPacketOnSuccess(state.number);
        return 0;
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsSockets;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.bindings.windows.WinsockExtensions;
import dev.gatun.bindings.windows.WsaData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where all functions are that the backend calls, looked up once for a system; a table. Those of Winsock's extensions
 * have no name in any library: a socket is asked for them. Immutable, for any thread.
 */
final class Functions extends KernelFunctions {
    private static final String SOCKETS = "ws2_32.dll";

    final long socket;
    final long closeSocket;
    final long bind;
    final long listen;
    final long accept;
    final long connect;
    final long shutdown;
    final long socketName;
    final long peerName;
    final long getOption;
    final long setOption;
    final long ioctl;
    final long receive;
    final long receiveFrom;
    final long send;
    final long sendTo;

    final long acceptEx;
    final long connectEx;
    final long receiveMessage;
    final long sendMessage;

    Functions(WindowsSystem system) {
        super(system);
        socket = needed(SOCKETS, "WSASocketW");
        closeSocket = needed(SOCKETS, "closesocket");
        bind = needed(SOCKETS, "bind");
        listen = needed(SOCKETS, "listen");
        accept = needed(SOCKETS, "accept");
        connect = needed(SOCKETS, "connect");
        shutdown = needed(SOCKETS, "shutdown");
        socketName = needed(SOCKETS, "getsockname");
        peerName = needed(SOCKETS, "getpeername");
        getOption = needed(SOCKETS, "getsockopt");
        setOption = needed(SOCKETS, "setsockopt");
        ioctl = needed(SOCKETS, "WSAIoctl");
        receive = needed(SOCKETS, "WSARecv");
        receiveFrom = needed(SOCKETS, "WSARecvFrom");
        send = needed(SOCKETS, "WSASend");
        sendTo = needed(SOCKETS, "WSASendTo");
        try (Arena arena = Arena.ofConfined()) {
            WindowsCalls calls = system.newCalls(arena);
            start(calls, arena);
            long opened = open(calls);
            acceptEx = extension(
                    calls, arena, opened, WinsockExtensions.WSAID_ACCEPTEX_LOW, WinsockExtensions.WSAID_ACCEPTEX_HIGH);
            connectEx = extension(
                    calls,
                    arena,
                    opened,
                    WinsockExtensions.WSAID_CONNECTEX_LOW,
                    WinsockExtensions.WSAID_CONNECTEX_HIGH);
            receiveMessage = extension(
                    calls,
                    arena,
                    opened,
                    WinsockExtensions.WSAID_WSARECVMSG_LOW,
                    WinsockExtensions.WSAID_WSARECVMSG_HIGH);
            sendMessage = needed(SOCKETS, "WSASendMsg");
            calls.call(closeSocket, opened, 0, 0);
        }
    }

    /** Counted by Winsock, and never taken back: it lasts as long as the process. */
    private void start(WindowsCalls calls, Arena arena) {
        MemorySegment data = system.allocate(WsaData.sizeof(), Long.BYTES, arena);
        long error = calls.call(needed(SOCKETS, "WSAStartup"), WindowsSockets.WINSOCK_VERSION, data.address(), 0);
        if ((int) error != 0) {
            throw new IllegalStateException("WSAStartup answered " + (int) error);
        }
    }

    private long open(WindowsCalls calls) {
        long opened = calls.call(
                socket,
                WindowsSockets.AF_INET,
                WindowsSockets.SOCK_STREAM,
                WindowsSockets.IPPROTO_TCP,
                0,
                0,
                WindowsSockets.WSA_FLAG_OVERLAPPED);
        if (opened == WindowsSockets.INVALID_SOCKET) {
            throw new IllegalStateException("WSASocketW answered error " + calls.lastError());
        }
        return opened;
    }

    private long extension(WindowsCalls calls, Arena arena, long opened, long low, long high) {
        MemorySegment memory = system.allocate(32, Long.BYTES, arena);
        memory.set(JAVA_LONG, 0, low);
        memory.set(JAVA_LONG, 8, high);
        long at = memory.address();
        int kind = WindowsSockets.SIO_GET_EXTENSION_FUNCTION_POINTER;
        long failed = calls.call(ioctl, opened, kind, at, 16, at + 16, Long.BYTES, at + 24, 0, 0, 0, 0);
        if ((int) failed != 0) {
            throw new IllegalStateException("Winsock has no such extension: error " + calls.lastError());
        }
        return memory.get(JAVA_LONG, 16);
    }
}

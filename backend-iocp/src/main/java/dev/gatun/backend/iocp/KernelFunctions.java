package dev.gatun.backend.iocp;

import dev.gatun.bindings.windows.WindowsSystem;

/**
 * Where the functions of Windows' kernel are that the backend calls: ports, files, the driver beneath sockets, timers,
 * threads; a table. Immutable, for any thread.
 */
abstract class KernelFunctions {
    private static final String KERNEL = "kernel32.dll";
    private static final String NT = "ntdll.dll";

    final WindowsSystem system;

    final long createPort;
    final long getCompletions;
    final long post;
    final long setNotificationModes;
    final long cancelIo;
    final long closeHandle;

    final long createFile;
    final long readFile;
    final long writeFile;
    final long flushFile;
    final long getFileType;
    final long getFileInformation;
    final long getFileInformationEx;
    final long setFileInformation;
    final long deviceIoControl;
    final long getOverlappedResult;
    final long createEvent;
    final long readDirectoryChanges;
    final long getFileAttributes;

    final long ntCreateFile;
    final long ntDeviceIoControl;
    final long ntCancelIo;

    final long createTimer;
    final long setTimer;
    /** 0 before Windows 8, and in Wine: deadlines are then rounded up to milliseconds. */
    final long createWaitPacket;

    final long associateWaitPacket;
    final long cancelWaitPacket;

    final long currentThread;
    final long currentProcess;
    final long setThreadAffinity;
    final long getProcessAffinity;
    final long setThreadPriority;

    KernelFunctions(WindowsSystem system) {
        this.system = system;
        createPort = needed(KERNEL, "CreateIoCompletionPort");
        getCompletions = needed(KERNEL, "GetQueuedCompletionStatusEx");
        post = needed(KERNEL, "PostQueuedCompletionStatus");
        setNotificationModes = needed(KERNEL, "SetFileCompletionNotificationModes");
        cancelIo = needed(KERNEL, "CancelIoEx");
        closeHandle = needed(KERNEL, "CloseHandle");
        createFile = needed(KERNEL, "CreateFileW");
        readFile = needed(KERNEL, "ReadFile");
        writeFile = needed(KERNEL, "WriteFile");
        flushFile = needed(KERNEL, "FlushFileBuffers");
        getFileType = needed(KERNEL, "GetFileType");
        getFileInformation = needed(KERNEL, "GetFileInformationByHandle");
        getFileInformationEx = needed(KERNEL, "GetFileInformationByHandleEx");
        setFileInformation = needed(KERNEL, "SetFileInformationByHandle");
        deviceIoControl = needed(KERNEL, "DeviceIoControl");
        getOverlappedResult = needed(KERNEL, "GetOverlappedResult");
        createEvent = needed(KERNEL, "CreateEventW");
        readDirectoryChanges = needed(KERNEL, "ReadDirectoryChangesW");
        getFileAttributes = needed(KERNEL, "GetFileAttributesW");
        ntCreateFile = needed(NT, "NtCreateFile");
        ntDeviceIoControl = needed(NT, "NtDeviceIoControlFile");
        ntCancelIo = needed(NT, "NtCancelIoFileEx");
        createTimer = needed(KERNEL, "CreateWaitableTimerExW");
        setTimer = needed(KERNEL, "SetWaitableTimer");
        createWaitPacket = system.function(NT, "NtCreateWaitCompletionPacket");
        associateWaitPacket = system.function(NT, "NtAssociateWaitCompletionPacket");
        cancelWaitPacket = system.function(NT, "NtCancelWaitCompletionPacket");
        currentThread = needed(KERNEL, "GetCurrentThread");
        currentProcess = needed(KERNEL, "GetCurrentProcess");
        setThreadAffinity = needed(KERNEL, "SetThreadAffinityMask");
        getProcessAffinity = needed(KERNEL, "GetProcessAffinityMask");
        setThreadPriority = needed(KERNEL, "SetThreadPriority");
    }

    final long needed(String library, String name) {
        long function = system.function(library, name);
        if (function == 0) {
            throw new IllegalStateException("this Windows has no " + name + " in " + library);
        }
        return function;
    }
}

package dev.gatun.bindings.windows;

/**
 * Constants of ports, waits, timers, threads and memory. Source: mingw-w64 winbase.h, winnt.h, handleapi.h,
 * synchapi.h, memoryapi.h, libloaderapi.h, winternl.h, ntdef.h; Microsoft's pages "GetQueuedCompletionStatusEx
 * function", "CreateWaitableTimerExW function", "VirtualAlloc function", "SetThreadPriority function" and
 * "OBJECT_ATTRIBUTES structure".
 */
public final class WindowsConstants {
    public static final long INVALID_HANDLE_VALUE = -1L;
    // A timeout of this many milliseconds never ends. Round waits up: 0.4 ms must not become 0.
    public static final int INFINITE = 0xFFFFFFFF;
    public static final int WAIT_OBJECT_0 = 0x00000000;
    public static final int WAIT_ABANDONED = 0x00000080;
    public static final int WAIT_IO_COMPLETION = 0x000000C0;
    public static final int WAIT_FAILED = 0xFFFFFFFF;
    public static final int MAXIMUM_WAIT_OBJECTS = 64;

    public static final int HANDLE_FLAG_INHERIT = 0x00000001;
    public static final int HANDLE_FLAG_PROTECT_FROM_CLOSE = 0x00000002;
    public static final int DUPLICATE_CLOSE_SOURCE = 0x00000001;
    public static final int DUPLICATE_SAME_ACCESS = 0x00000002;

    public static final int CREATE_WAITABLE_TIMER_MANUAL_RESET = 0x00000001;
    // Windows 10 1803 and later; older ones answer ERROR_INVALID_PARAMETER.
    public static final int CREATE_WAITABLE_TIMER_HIGH_RESOLUTION = 0x00000002;
    public static final int TIMER_QUERY_STATE = 0x0001;
    public static final int TIMER_MODIFY_STATE = 0x0002;
    public static final int TIMER_ALL_ACCESS = 0x001F0003;
    public static final int EVENT_MODIFY_STATE = 0x0002;
    public static final int EVENT_ALL_ACCESS = 0x001F0003;

    public static final int THREAD_PRIORITY_NORMAL = 0;
    public static final int THREAD_PRIORITY_ABOVE_NORMAL = 1;
    public static final int THREAD_PRIORITY_HIGHEST = 2;
    public static final int THREAD_PRIORITY_TIME_CRITICAL = 15;
    public static final int ALL_PROCESSOR_GROUPS = 0xffff;

    public static final int MEM_COMMIT = 0x00001000;
    public static final int MEM_RESERVE = 0x00002000;
    public static final int MEM_DECOMMIT = 0x00004000;
    // The size must then be 0.
    public static final int MEM_RELEASE = 0x00008000;
    public static final int MEM_RESET = 0x00080000;
    public static final int MEM_TOP_DOWN = 0x00100000;
    public static final int MEM_LARGE_PAGES = 0x20000000;
    public static final int PAGE_NOACCESS = 0x01;
    public static final int PAGE_READONLY = 0x02;
    public static final int PAGE_READWRITE = 0x04;
    public static final int PAGE_GUARD = 0x100;

    public static final int FORMAT_MESSAGE_IGNORE_INSERTS = 0x00000200;
    public static final int FORMAT_MESSAGE_FROM_SYSTEM = 0x00001000;
    public static final int FORMAT_MESSAGE_MAX_WIDTH_MASK = 0x000000FF;
    public static final int LOAD_LIBRARY_SEARCH_SYSTEM32 = 0x00000800;

    // OBJECT_ATTRIBUTES and NtCreateFile.
    public static final int OBJ_INHERIT = 0x00000002;
    public static final int OBJ_CASE_INSENSITIVE = 0x00000040;
    public static final int FILE_OPEN = 0x00000001;

    private WindowsConstants() {}
}

package dev.gatun.cli;

import java.util.Map;

/** How a trial ended the process that made it: the exit code, which tells the signal. Immutable. */
record Ending(int exit) {
    private static final int SIGNALLED = 128;
    private static final int KILLED_FOR_A_CALL = SIGNALLED + 31;

    private static final Map<Integer, String> SIGNALS =
            Map.of(4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 31, "SIGSYS");

    /** What is tried beneath each name, where a sandbox is likely to mind. */
    private static final Map<String, String> CALLS = Map.of(
            "io_uring", "io_uring_setup, io_uring_enter and io_uring_register",
            "epoll", "epoll_create1, epoll_ctl, epoll_wait, epoll_pwait2 and eventfd2",
            "sockets", "socket, setsockopt, getsockopt, bind and listen",
            "files", "openat with O_DIRECT, statx and preadv2",
            "limits", "prlimit64",
            "devices", "socket with AF_NETLINK, and ioctl",
            "costs", "getpid, madvise and eventfd2");

    /** Rather than of the program's own will: Ctrl-C and a request to end are whoever's who asked for it. */
    static boolean isViolent(int exit) {
        return exit > SIGNALLED && exit != SIGNALLED + 1 && exit != SIGNALLED + 2 && exit != SIGNALLED + 15;
    }

    private boolean isForACall() {
        return exit == KILLED_FOR_A_CALL;
    }

    String how() {
        int signal = exit - SIGNALLED;
        String name = SIGNALS.getOrDefault(signal, "signal " + signal);
        return isForACall()
                ? "the process is killed for trying it (SIGSYS)"
                : "the process is ended by trying it (" + name + ")";
    }

    String remedy(String trial) {
        if (!isForACall()) {
            return "please report it, with what is logged by: java -Dgatun.trials=here -jar gatun.jar probe";
        }
        String calls = CALLS.getOrDefault(trial, "what it does; the kernel's log has the call's number (dmesg)");
        return "the sandbox's seccomp profile must allow " + calls + ", or answer EPERM instead";
    }
}

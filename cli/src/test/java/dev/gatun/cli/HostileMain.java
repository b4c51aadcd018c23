package dev.gatun.cli;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Netlink;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.testkit.contract.SystemCallFilter;
import java.util.Arrays;
import picocli.CommandLine;

/** The command line in a process that is refused what its first argument names, separated by commas. */
public final class HostileMain {
    private HostileMain() {}

    /** What this process is refused by itself; what mounts and limits refuse comes from who starts it. */
    enum Refusal {
        NOTHING,
        EXECUTABLE_MEMORY,
        NETLINK,
        IO_URING;

        void happen() {
            switch (this) {
                case NOTHING -> {}
                case EXECUTABLE_MEMORY -> System.setProperty("gatun.executable-memory", "false");
                case NETLINK ->
                    SystemCallFilter.refuse(Syscalls.__NR_socket(), 0, Netlink.AF_NETLINK(), Linux.EAFNOSUPPORT());
                case IO_URING -> SystemCallFilter.refuse(Syscalls.__NR_io_uring_setup(), Linux.EPERM());
            }
        }
    }

    public static void main(String[] arguments) {
        for (String refusal : arguments[0].split(",", -1)) {
            Refusal.valueOf(refusal).happen();
        }
        System.exit(new CommandLine(new Main()).execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
}

package dev.gatun.cli;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Netlink;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.testkit.contract.SystemCallFilter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The command line in a process that is refused what its first argument names, separated by commas. */
public final class HostileMain {
    private HostileMain() {}

    /** What this process is refused by itself; what mounts and limits refuse comes from who starts it. */
    enum Refusal {
        NOTHING,
        EXECUTABLE_MEMORY,
        NETLINK,
        IO_URING,
        KILLED_FOR_IO_URING,
        KILLED_FOR_READS_WITHOUT_WAITING,
        CRASHING_TRIAL;

        void happen() {
            switch (this) {
                case NOTHING -> {}
                case EXECUTABLE_MEMORY -> System.setProperty("gatun.executable-memory", "false");
                case NETLINK ->
                    SystemCallFilter.refuse(Syscalls.__NR_socket(), 0, Netlink.AF_NETLINK(), Linux.EAFNOSUPPORT());
                case IO_URING -> SystemCallFilter.refuse(Syscalls.__NR_io_uring_setup(), Linux.EPERM());
                case KILLED_FOR_IO_URING -> SystemCallFilter.kill(Syscalls.__NR_io_uring_setup());
                case KILLED_FOR_READS_WITHOUT_WAITING -> SystemCallFilter.kill(Syscalls.__NR_preadv2());
                case CRASHING_TRIAL -> {
                    System.setProperty("gatun.trials", "apart");
                    System.setOut(new CrashingOutput(System.out));
                }
            }
        }
    }

    /** Reads where no memory is as soon as the limits are tried. */
    private static final class CrashingOutput extends PrintStream {
        CrashingOutput(PrintStream out) {
            super(out, true);
        }

        @Override
        public void print(String text) {
            super.print(text);
            if (text.endsWith(Trials.BEGUN + "limits\n")) {
                flush();
                NativeMemory.ALL.get(ValueLayout.JAVA_BYTE, 1);
            }
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (String refusal : arguments[0].split(",", -1)) {
            Refusal.valueOf(refusal).happen();
        }
        Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}

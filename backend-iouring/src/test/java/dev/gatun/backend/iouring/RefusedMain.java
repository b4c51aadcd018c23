package dev.gatun.backend.iouring;

import dev.gatun.BackendChoice;
import dev.gatun.BackendUnavailableException;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.rlimit;
import dev.gatun.spi.IoBackendProvider.Usability;
import dev.gatun.testkit.contract.SystemCallFilter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A process that is refused io_uring in the way its first argument says, and tells what came of it. */
public final class RefusedMain {
    private RefusedMain() {}

    /** What this process is refused; by itself, unless what started it has refused it already. */
    enum Refusal {
        NOTHING,
        SETUP,
        REGISTER,
        ENTER,
        MAPPING,
        WAKE_EVENT,
        HANDLES;

        void happen(int errno) {
            switch (this) {
                case NOTHING -> {}
                case SETUP -> SystemCallFilter.refuse(Syscalls.__NR_io_uring_setup(), errno);
                case REGISTER -> SystemCallFilter.refuse(Syscalls.__NR_io_uring_register(), errno);
                case ENTER -> SystemCallFilter.refuse(Syscalls.__NR_io_uring_enter(), errno);
                case MAPPING ->
                    SystemCallFilter.refuse(Syscalls.__NR_mmap(), 5, (int) IoUring.IORING_OFF_SQES(), errno);
                case WAKE_EVENT -> SystemCallFilter.refuse(Syscalls.__NR_eventfd2(), errno);
                case HANDLES -> limitHandles();
            }
        }
    }

    /** Standard input, output and error are open, so there is none left. */
    private static final int HANDLES_MAX = 3;

    private static void limitHandles() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(rlimit.layout());
            rlimit.rlim_cur(limit, HANDLES_MAX);
            rlimit.rlim_max(limit, HANDLES_MAX);
            long set = new SystemCalls(arena)
                    .immediate(Syscalls.__NR_prlimit64(), 0, Linux.RLIMIT_NOFILE(), limit.address(), 0, 0, 0);
            if (set != 0) {
                throw new IllegalStateException("prlimit64 answered " + set);
            }
        }
    }

    public static void main(String[] arguments) {
        Refusal refusal = Refusal.valueOf(arguments[0]);
        int errno = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        warmUp();
        refusal.happen(errno);
        tell(System.out);
        if (refusal != Refusal.HANDLES) { // to look for what is installed, files are opened
            tellChosen(System.out);
        }
    }

    /** What was loaded once needs no file later. */
    private static void warmUp() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        tell(nowhere);
        tellChosen(nowhere);
        nowhere.println(new RingRefusedException("nothing", -Linux.EMFILE(), Remedy.of(-Linux.EMFILE(), 1)));
        nowhere.println(new BackendUnavailableException("nothing"));
    }

    private static void tell(PrintStream out) {
        Usability usability = new IoUringProvider().probe();
        out.println((usability.usable() ? "usable: " : "unusable: ") + usability.reason());
        RuntimeConfig config = RuntimeConfig.DEFAULT.withProviders(new IoUringProvider(), new SecondBestProvider());
        try (IoRuntime runtime = IoRuntime.start(config.require("io_uring").withCores(1))) {
            out.println("required: " + runtime.backendName());
        } catch (BackendUnavailableException | IllegalStateException e) {
            out.println("required: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void tellChosen(PrintStream out) {
        BackendChoice best = BackendChoice.best();
        out.println("chosen: " + best.provider().name() + ": " + best.reason());
    }
}

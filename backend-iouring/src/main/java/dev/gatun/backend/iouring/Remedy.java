package dev.gatun.backend.iouring;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.rlimit;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What stands in the way of a ring, and what to do about it: each limit with its value and with what was needed. Asked
 * when a ring was refused and at no other time. Any thread.
 */
final class Remedy {
    private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");
    private static final Path FILES_MAX = Path.of("/proc/sys/fs/file-max");

    private Remedy() {}

    /** For what io_uring's calls, and making the wake event, answer to one who wants a ring of so many entries. */
    static String of(int answer, int entries) {
        return switch (ErrorNumbers.name(answer)) {
            case "EPERM", "EACCES" -> whoForbids(read(DISABLED));
            case "ENOSYS" -> "this kernel has no io_uring, or a seccomp profile hides it: it needs Linux 5.13 or newer";
            case "ENOMEM" ->
                "the locked-memory limit (RLIMIT_MEMLOCK) is " + kib(limit(Linux.RLIMIT_MEMLOCK()))
                        + ", the address-space"
                        + " limit (RLIMIT_AS) " + kib(limit(Linux.RLIMIT_AS())) + ", and a ring of " + entries
                        + " entries takes " + RingSetup.bytes(entries) / 1024 + " KiB of each, beside all other rings"
                        + " of this user, and those closed a moment ago; raise them with ulimit -l and ulimit -v, or"
                        + " the container's memory";
            case "EMFILE" ->
                "the limit of open files (RLIMIT_NOFILE) is " + count(limit(Linux.RLIMIT_NOFILE()))
                        + ", and they are open: a ring takes two, for itself and to be woken by; raise it with"
                        + " ulimit -n";
            case "ENFILE" ->
                "all files that the system may have open (fs.file-max) are open: " + read(FILES_MAX)
                        + "; raise it with sysctl";
            case "EINVAL" -> "no set of flags was accepted: it needs Linux 5.13 or newer";
            default -> "see the error";
        };
    }

    /** For what registering memory answers. */
    static String ofPinning(int answer, int bytes) {
        return ErrorNumbers.name(answer).equals("ENOMEM")
                ? "the locked-memory limit (RLIMIT_MEMLOCK) is " + kib(limit(Linux.RLIMIT_MEMLOCK())) + ", and "
                        + bytes / 1024 + " KiB more were to be locked; raise it with ulimit -l"
                : "so file operations and zero-copy sends pin their pages each time";
    }

    /** Of sysctl kernel.io_uring_disabled (Linux 6.6): 0 nobody, 1 all but a group, 2 everybody. */
    static String whoForbids(String disabled) {
        return switch (disabled) {
            case "1" ->
                "sysctl kernel.io_uring_disabled is 1, which allows it to CAP_SYS_ADMIN and the group of"
                        + " kernel.io_uring_group alone: set it to 0, or run in that group";
            case "2" -> "sysctl kernel.io_uring_disabled is 2, which forbids it to everybody: set it to 0";
            default ->
                "it is forbidden here, as by a container's seccomp profile: allow io_uring_setup, io_uring_enter and"
                        + " io_uring_register (sysctl kernel.io_uring_disabled is " + disabled
                        + ", and not the reason)";
        };
    }

    /** By one call: a sysctl says its value to the first, and nothing to the next, however little the first took. */
    private static String read(Path path) {
        byte[] bytes = new byte[64];
        try (InputStream in = Files.newInputStream(path)) {
            int count = in.read(bytes);
            return count < 0 ? "unknown" : new String(bytes, 0, count, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The soft limit; -1: none. */
    private static long limit(int which) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(rlimit.layout());
            long read = new SystemCalls(arena).immediate(Syscalls.__NR_prlimit64(), 0, which, 0, limit.address(), 0, 0);
            return read < 0 ? read : rlimit.rlim_cur(limit);
        }
    }

    private static String kib(long bytes) {
        return bytes < 0 ? "unlimited" : bytes / 1024 + " KiB";
    }

    private static String count(long number) {
        return number < 0 ? "unlimited" : String.valueOf(number);
    }
}

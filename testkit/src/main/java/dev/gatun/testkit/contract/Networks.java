package dev.gatun.testkit.contract;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Two networks beside the machine's, joined by a cable, and one thread that goes from one to the other: a socket
 * belongs to the network in which it is opened, for all its life, so one Cpu may have both ends of a connection. Each
 * thread has its own idea of where it is, so nobody else notices. Linux; for who may make networks (CAP_SYS_ADMIN).
 */
public final class Networks implements AutoCloseable {
    /** asm/unistd_64.h, linux/sched.h. */
    private static final long UNSHARE = 272;

    private static final long SETNS = 308;
    private static final long CLONE_NEWNET = 0x4000_0000L;

    static final int LEFT = 0;
    static final int RIGHT = 1;

    /** Where each of them is; each device is named after its network. */
    static final String LEFT_HOST = "10.77.0.1";

    static final String RIGHT_HOST = "10.77.0.2";
    private static final String CABLE = "ip link set lo up; ip addr add HOST/24 dev DEVICE; ip link set DEVICE up";

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final long home;
    private final List<Long> handles = new ArrayList<>();

    /** Or the test is skipped, with the reason. */
    Networks() throws IOException, InterruptedException {
        home = openCurrent();
        try {
            unshare();
            unshare();
            run(LEFT, "ip link add left type veth peer name right netns /proc/" + pid() + "/fd/" + handles.get(RIGHT));
            run(LEFT, CABLE.replace("HOST", LEFT_HOST).replace("DEVICE", "left"));
            run(RIGHT, CABLE.replace("HOST", RIGHT_HOST).replace("DEVICE", "right"));
        } catch (RuntimeException | IOException | InterruptedException | Error e) {
            close();
            throw e;
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private void unshare() {
        long result = calls.waiting(UNSHARE, CLONE_NEWNET, 0, 0);
        Assumptions.assumeTrue(
                result == 0, () -> "no network of one's own: unshare answered " + ErrorNumbers.name(result));
        handles.add(openCurrent());
    }

    private long openCurrent() {
        MemorySegment path = arena.allocateFrom("/proc/thread-self/ns/net");
        long handle = calls.waiting(Syscalls.__NR_openat(), Linux.AT_FDCWD(), path.address(), Linux.O_RDONLY());
        Assertions.assertTrue(handle >= 0, () -> "/proc/thread-self/ns/net: " + ErrorNumbers.name(handle));
        return handle;
    }

    /** From now on this thread opens its sockets there. */
    void enter(int network) {
        enterHandle(handles.get(network));
    }

    private void enterHandle(long handle) {
        Assertions.assertEquals(0, calls.waiting(SETNS, handle, CLONE_NEWNET, 0), "setns");
    }

    /** What the shell says, there; the test is skipped where a command is not installed. */
    String run(int network, String script) throws IOException, InterruptedException {
        enter(network); // a process is where the thread is that started it
        Process shell = new ProcessBuilder("sh", "-ec", script)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = shell.waitFor();
        Assumptions.assumeTrue(exit != 127, () -> said.strip() + " (package iproute2)");
        Assertions.assertEquals(0, exit, () -> script + ": " + said);
        return said;
    }

    @Override
    public void close() {
        enterHandle(home);
        handles.add(home);
        handles.forEach(handle -> calls.waiting(Syscalls.__NR_close(), handle, 0, 0));
        arena.close();
    }
}

package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsErrors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ground that the other tests stand on. */
@Timeout(60)
class GatewayTest {
    private static final String KERNEL = "kernel32.dll";

    private final Gateway gateway = Gateway.get();
    private final WindowsCalls calls = gateway.newCalls(Arena.ofConfined());

    @Test
    void aCallIsMadeAndAnswered() {
        long pid = calls.call(gateway.function(KERNEL, "GetCurrentProcessId"), 0, 0, 0);
        assertNotEquals(0, (int) pid);
        assertEquals((int) pid, (int) calls.call(gateway.function(KERNEL, "GetCurrentProcessId"), 0, 0, 0));
    }

    @Test
    void theLastErrorComesBack() {
        assertEquals(0, (int) calls.call(gateway.function(KERNEL, "CloseHandle"), 0x7fff_fff0, 0, 0));
        assertEquals(WindowsErrors.ERROR_INVALID_HANDLE, calls.lastError());
        calls.call(gateway.function(KERNEL, "GetCurrentProcessId"), 0, 0, 0);
        assertEquals(0, calls.lastError(), "of the last call alone");
    }

    @Test
    void whatIsNotThereHasNoAddress() {
        assertEquals(0, gateway.function(KERNEL, "NoSuchFunction"));
        assertEquals(0, gateway.function("no-such-library.dll", "CloseHandle"));
    }

    @Test
    void memoryMeansTheSameOnBothSides() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment word = gateway.allocate(8, 8, arena);
            assertEquals(0, word.get(ValueLayout.JAVA_LONG, 0));
            calls.call(gateway.function("ntdll.dll", "RtlFillMemory"), word.address(), 8, 0x5A);
            assertEquals(0x5A5A_5A5A_5A5A_5A5AL, word.get(ValueLayout.JAVA_LONG, 0));
        }
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(0, gateway.allocate(8, 8, arena).get(ValueLayout.JAVA_LONG, 0), "zeros again");
        }
    }

    @Test
    void eachThreadHasAThreadOfItsOwnThere() throws InterruptedException {
        long getThread = gateway.function(KERNEL, "GetCurrentThreadId");
        int mine = (int) calls.call(getThread, 0, 0, 0);
        assertEquals(mine, (int) calls.call(getThread, 0, 0, 0));
        int[] theirs = new int[1];
        Thread other = Thread.ofPlatform()
                .start(() ->
                        theirs[0] = (int) gateway.newCalls(Arena.ofConfined()).call(getThread, 0, 0, 0));
        other.join();
        assertNotEquals(0, theirs[0]);
        assertNotEquals(mine, theirs[0]);
        Thread next = Thread.ofPlatform()
                .start(() ->
                        theirs[0] -= (int) gateway.newCalls(Arena.ofConfined()).call(getThread, 0, 0, 0));
        next.join();
        assertEquals(0, theirs[0], "what an ended thread left is taken over");
    }

    /** Another JVM starts one, says who it is, and is killed. */
    @Test
    void itEndsWithItsJvm() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = jvm.inputReader()) {
            Optional<ProcessHandle> there = ProcessHandle.of(Long.parseLong(String.valueOf(said.readLine())));
            assertTrue(there.map(ProcessHandle::isAlive).orElse(false));
            jvm.destroyForcibly().waitFor();
            assertTrue(there.orElseThrow()
                    .onExit()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .handle((_, late) -> late == null)
                    .join());
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void itsLibrariesAreWines() {
        assertTrue(gateway.pid() > 0);
        for (String name : List.of("WSARecv", "WSASend", "WSAIoctl")) {
            assertNotEquals(0, gateway.function("ws2_32.dll", name), name);
        }
    }
}

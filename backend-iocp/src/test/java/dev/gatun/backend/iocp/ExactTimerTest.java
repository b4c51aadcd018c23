package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsSystem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Wine has no wait packets, so the calls themselves are looked at, in a Windows that only takes notes. */
class ExactTimerTest {
    /** Everything goes to Wine, but the calls of wait packets: these are noted and answered here. */
    private static final class NotingWindows implements WindowsSystem {
        final List<String> noted = new ArrayList<>();
        final Map<Long, String> names = new ConcurrentHashMap<>();
        final Gateway gateway = Gateway.get();
        long refusal;

        @Override
        public WindowsCalls newCalls(Arena arena) {
            WindowsCalls real = gateway.newCalls(arena);
            return new WindowsCalls() {
                @Override
                public long call(
                        long function,
                        long a,
                        long b,
                        long c,
                        long d,
                        long e,
                        long f,
                        long g,
                        long h,
                        long i,
                        long j,
                        long k) {
                    String name = names.get(function);
                    return name == null
                            ? real.call(function, a, b, c, d, e, f, g, h, i, j, k)
                            : answer(name, a, b, c, d, g);
                }

                @Override
                public int lastError() {
                    return real.lastError();
                }
            };
        }

        private long answer(String name, long a, long b, long c, long d, long g) {
            switch (name) {
                case "NtCreateWaitCompletionPacket" -> {
                    noted.add("create");
                    NativeMemory.ALL.set(ValueLayout.JAVA_LONG, a, 0x77);
                }
                case "NtAssociateWaitCompletionPacket" ->
                    noted.add("associate packet %x with key %d, status %d".formatted(a, d, g));
                case "NtCancelWaitCompletionPacket" ->
                    noted.add("cancel packet %x, its packet too: %d".formatted(a, b));
                case "SetWaitableTimer" ->
                    noted.add("set to " + NativeMemory.ALL.get(ValueLayout.JAVA_LONG, b) + ", period " + c);
                default -> throw new IllegalStateException(name);
            }
            return name.equals("SetWaitableTimer") ? 1 : refusal;
        }

        @Override
        public long function(String library, String name) {
            if (!name.contains("WaitCompletionPacket") && !name.equals("SetWaitableTimer")) {
                return gateway.function(library, name);
            }
            long address = -1L - names.size();
            names.put(address, name);
            return address;
        }

        @Override
        public MemorySegment allocate(long bytes, long alignment, Arena arena) {
            return gateway.allocate(bytes, alignment, arena);
        }
    }

    @Test
    void timesAreRoundedUpAndCountFromNowOn() {
        assertEquals(-1, ExactTimer.relative(1));
        assertEquals(-1, ExactTimer.relative(100));
        assertEquals(-2, ExactTimer.relative(101));
        assertEquals(-4_000, ExactTimer.relative(400_000));
    }

    @Test
    void aWaitIsArmedAndTakenBack() {
        NotingWindows windows = new NotingWindows();
        try (Arena arena = Arena.ofConfined()) {
            ExactTimer timer = Objects.requireNonNull(ExactTimer.open(new Functions(windows), 5, arena));
            assertTrue(timer.arm(400_000));
            timer.onTimed();
            assertTrue(timer.arm(1_000));
            timer.disarm();
            timer.disarm();
        }
        assertEquals(
                List.of(
                        "create",
                        "set to -4000, period 0",
                        "associate packet 77 with key 3, status 0",
                        "set to -10, period 0",
                        "associate packet 77 with key 3, status 0",
                        "cancel packet 77, its packet too: 1"),
                windows.noted);
    }

    @Test
    void whatIsRefusedIsWaitedForByMilliseconds() {
        NotingWindows windows = new NotingWindows();
        try (Arena arena = Arena.ofConfined()) {
            ExactTimer timer = assertOpen(windows, arena);
            windows.refusal = 0xC000_000DL;
            assertFalse(timer.arm(400_000));
        }
    }

    private static ExactTimer assertOpen(NotingWindows windows, Arena arena) {
        ExactTimer timer = ExactTimer.open(new Functions(windows), 5, arena);
        assertNotNull(timer);
        return Objects.requireNonNull(timer);
    }

    @Test
    void whereThereIsNoneThereIsNone() {
        try (Arena arena = Arena.ofConfined()) {
            Functions functions = new Functions(Gateway.get());
            if (functions.createWaitPacket == 0) {
                assertNull(ExactTimer.open(functions, 5, arena));
            }
        }
    }
}

package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.bindings.windows.WindowsFiles;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait to the microsecond. A wait for packets counts in ticks of the system's clock, 15.6 ms unless somebody
 * asked for less; a high-resolution timer (Windows 10 1803) does not, and a wait packet (Windows 8) brings its end to
 * the port. The Cpu's thread alone.
 */
final class ExactTimer {
    private static final long NANOS_PER_UNIT = 100;

    private final Functions functions;
    private final WindowsCalls calls;
    private final long port;
    private final long timer;
    private final long packet;
    private final long due;
    private boolean isArmed;

    private ExactTimer(Functions functions, WindowsCalls calls, long port, long timer, long packet, long due) {
        this.functions = functions;
        this.calls = calls;
        this.port = port;
        this.timer = timer;
        this.packet = packet;
        this.due = due;
    }

    /** Null where this Windows has no such timer. */
    static @Nullable ExactTimer open(Functions functions, long port, Arena arena) {
        if (functions.createWaitPacket == 0 || functions.associateWaitPacket == 0 || functions.cancelWaitPacket == 0) {
            return null;
        }
        WindowsCalls calls = functions.system.newCalls(arena);
        long timer = calls.call(
                functions.createTimer,
                0,
                0,
                WindowsConstants.CREATE_WAITABLE_TIMER_HIGH_RESOLUTION,
                WindowsConstants.TIMER_ALL_ACCESS,
                0,
                0);
        if (timer == 0) {
            return null;
        }
        long memory =
                functions.system.allocate(2 * Long.BYTES, Long.BYTES, arena).address();
        int status = (int) calls.call(functions.createWaitPacket, memory, WindowsFiles.GENERIC_ALL, 0);
        if (status < 0) {
            calls.call(functions.closeHandle, timer, 0, 0);
            return null;
        }
        long packet = NativeMemory.ALL.get(JAVA_LONG, memory);
        return new ExactTimer(functions, calls, port, timer, packet, memory + Long.BYTES);
    }

    /** What a timer takes: a time from now on, negative, in units of 100 ns, rounded up so as not to be early. */
    static long relative(long nanos) {
        return -((nanos - 1) / NANOS_PER_UNIT + 1);
    }

    /** A packet with the key {@link Port#TIMED} comes after so long. False when the wait must be by milliseconds. */
    boolean arm(long nanos) {
        disarm();
        NativeMemory.ALL.set(JAVA_LONG, due, relative(nanos));
        if ((int) calls.call(functions.setTimer, timer, due, 0, 0, 0, 0) == 0) {
            return false;
        }
        int status =
                (int) calls.call(functions.associateWaitPacket, packet, port, timer, Port.TIMED, 0, 0, 0, 0, 0, 0, 0);
        isArmed = status >= 0;
        return isArmed;
    }

    /** Takes its packet back, also one that is in the port already. */
    void disarm() {
        if (isArmed) {
            isArmed = false;
            calls.call(functions.cancelWaitPacket, packet, 1, 0);
        }
    }

    void onTimed() {
        isArmed = false;
    }

    void close() {
        disarm();
        calls.call(functions.closeHandle, packet, 0, 0);
        calls.call(functions.closeHandle, timer, 0, 0);
    }
}

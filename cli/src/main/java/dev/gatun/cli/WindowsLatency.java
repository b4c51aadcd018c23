package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.windows.LogicalProcessorInformationEx;
import dev.gatun.bindings.windows.MemoryStatusEx;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.bindings.windows.WindowsMachineConstants;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/**
 * What makes a Windows answer late now and then, by the names that the Linux checks have, as far as it tells. One use.
 */
final class WindowsLatency {
    /** What QueryPerformanceCounter counts in where the processor's own counter serves it, since Windows 10. */
    private static final long TICKS_OF_OWN_COUNTER = 10_000_000;

    private static final double NANOS_PER_UNIT = 100;

    /** Schemes by the first word of their GUIDs: high performance, and ultimate. */
    private static final int HIGH = 0x8c5e7fda;

    private static final int ULTIMATE = 0xe9a42b02;

    private final WindowsSession session;

    WindowsLatency(WindowsSession session) {
        this.session = session;
    }

    List<Feature> all() {
        return List.of(
                powerScheme(),
                unknown("idle-states", "Windows tells no process; see: powercfg /qh"),
                unknown("isolated-cpus", "Windows sets none aside; Placement.onCpus(…) chooses among all"),
                siblings(),
                counter(),
                timers(),
                unknown("huge-pages", "Windows gives them to who has the right to lock pages; Gatun asks for none"),
                pageFile(),
                unknown("real-time-share", "a thread of the highest priority is not stopped, says the documentation"),
                unknown("own-time", "the system does not tell what the host gave to other guests"),
                unknown("direct-calls", "Windows promises no numbers of its calls: they go through its libraries"));
    }

    private static Feature unknown(String name, String why) {
        return Feature.read(name, State.UNKNOWN, why, null);
    }

    private Feature powerScheme() {
        MemorySegment scheme = session.memory(Long.BYTES);
        boolean isTold = session.has("powrprof.dll", "PowerGetActiveScheme")
                && (int) session.call("powrprof.dll", "PowerGetActiveScheme", 0, scheme.address()) == 0
                && scheme.get(JAVA_LONG, 0) != 0;
        if (!isTold) {
            return unknown("governor", "no power scheme is told");
        }
        long guid = scheme.get(JAVA_LONG, 0);
        int first = session.copied(guid, Integer.BYTES).get(JAVA_INT, 0);
        session.kernel("LocalFree", guid);
        boolean isFast = first == HIGH || first == ULTIMATE;
        return Feature.read(
                "governor",
                isFast ? State.YES : State.LIMITED,
                isFast
                        ? "a power scheme of high performance"
                        : String.format(Locale.ROOT, "the power scheme %08x… saves energy", first),
                isFast ? null : "powercfg /setactive SCHEME_MIN");
    }

    /** Each core says how long its entry is, and whether it has several logical CPUs. */
    private Feature siblings() {
        MemorySegment length = session.memory(Integer.BYTES);
        int cores = WindowsMachineConstants.RelationProcessorCore;
        session.kernel("GetLogicalProcessorInformationEx", cores, 0, length.address());
        int bytes = length.get(JAVA_INT, 0);
        MemorySegment all = session.memory(Math.max(bytes, 1));
        if (bytes <= 0
                || (int) session.kernel("GetLogicalProcessorInformationEx", cores, all.address(), length.address())
                        == 0) {
            return unknown("own-cores", "the system does not tell");
        }
        int shared = 0;
        int count = 0;
        for (long at = 0; at < bytes; at += all.get(JAVA_INT, at + LogicalProcessorInformationEx.SIZE)) {
            int flags = all.get(JAVA_BYTE, at + LogicalProcessorInformationEx.PROCESSOR);
            shared += flags & WindowsMachineConstants.LTP_PC_SMT;
            count++;
        }
        return Feature.read(
                "own-cores",
                shared == 0 ? State.YES : State.LIMITED,
                shared == 0
                        ? "a core for each CPU"
                        : shared + " of " + count + " cores have several CPUs, which slow each other down",
                shared == 0 ? null : "fewer cores, or hyper-threading off in the firmware");
    }

    private Feature counter() {
        MemorySegment frequency = session.memory(Long.BYTES);
        session.kernel("QueryPerformanceFrequency", frequency.address());
        long ticks = frequency.get(JAVA_LONG, 0);
        boolean isOwn = ticks == TICKS_OF_OWN_COUNTER;
        return Feature.read(
                "clock-source",
                isOwn ? State.YES : State.LIMITED,
                isOwn
                        ? "the processor's own counter, in units of 100 ns"
                        : "a counter of " + ticks + " Hz: a reading may go over a bus",
                isOwn ? null : "bcdedit /deletevalue useplatformclock, and restart");
    }

    /** By making the timer that the backend ends its waits by. */
    private Feature timers() {
        long timer = session.kernel(
                "CreateWaitableTimerExW",
                0,
                0,
                WindowsConstants.CREATE_WAITABLE_TIMER_HIGH_RESOLUTION,
                WindowsConstants.TIMER_ALL_ACCESS);
        boolean hasPackets = session.has("ntdll.dll", "NtAssociateWaitCompletionPacket");
        if (timer != 0) {
            session.kernel("CloseHandle", timer);
        }
        MemorySegment units = session.memory(3L * Integer.BYTES); // the coarsest, the finest, and the one now
        int status = (int) session.call(
                "ntdll.dll",
                "NtQueryTimerResolution",
                units.address(),
                units.address() + Integer.BYTES,
                units.address() + 2L * Integer.BYTES);
        String tick = status < 0
                ? "of a length that is not told"
                : String.format(Locale.ROOT, "of %.2f ms", units.get(JAVA_INT, 8) * NANOS_PER_UNIT / 1e6);
        boolean isExact = timer != 0 && hasPackets;
        return Feature.tried(
                "timer-slack",
                isExact ? State.YES : State.LIMITED,
                isExact
                        ? "a timer of high resolution was made; the system's tick is " + tick
                        : "waits are rounded up to milliseconds, and to ticks " + tick + ": "
                                + (timer == 0 ? "no timers of high resolution" : "no wait packets"),
                isExact ? null : "Windows 10 1803 or newer, or Windows Server 2019");
    }

    /** Not to be mended: Windows promises no memory beyond what it could put somewhere. */
    private Feature pageFile() {
        MemorySegment status = session.memory(MemoryStatusEx.sizeof());
        status.set(JAVA_INT, MemoryStatusEx.DW_LENGTH, (int) MemoryStatusEx.sizeof());
        if ((int) session.kernel("GlobalMemoryStatusEx", status.address()) == 0) {
            return unknown("no-swap", "the system does not tell");
        }
        long bytes = status.get(JAVA_LONG, MemoryStatusEx.ULL_TOTAL_PAGE_FILE)
                - status.get(JAVA_LONG, MemoryStatusEx.ULL_TOTAL_PHYS);
        return Feature.read(
                "no-swap",
                bytes <= 0 ? State.YES : State.LIMITED,
                bytes <= 0 ? "nothing is swapped" : "a page file of " + (bytes >> 20) + " MiB",
                null);
    }
}

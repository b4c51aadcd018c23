package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.IpAdapterAddresses;
import dev.gatun.bindings.windows.JobCpuRate;
import dev.gatun.bindings.windows.JobLimits;
import dev.gatun.bindings.windows.LogicalProcessorInformationEx;
import dev.gatun.bindings.windows.MemoryStatusEx;
import dev.gatun.bindings.windows.WindowsMachineConstants;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On machines that are not here: what their Windows would answer. */
class WindowsChecksTest {
    private static final long GIB = 1L << 30;
    private static final MemorySegment MEMORY = NativeMemory.ALL;

    private final PretendedWindows windows = new PretendedWindows()
            .with("GetCurrentProcess", _ -> -1)
            .with("CloseHandle", _ -> 1)
            .with("LocalFree", _ -> 0)
            .with("RtlMoveMemory", to -> {
                MemorySegment.copy(MEMORY, to[1], MEMORY, to[0], to[2]);
                return 0;
            })
            .with("GetProcessHandleCount", to -> 0)
            .with("GetProcessWorkingSetSize", to -> 0)
            .with("GlobalMemoryStatusEx", to -> memory(to[0], 4 * GIB, 5 * GIB))
            .with("QueryInformationJobObject", to -> 0)
            .with("IsProcessInJob", to -> inJob(to[2], 0))
            .with("GetLogicalProcessorInformationEx", to -> cores(to, 0, 0))
            .with("QueryPerformanceFrequency", to -> put(to[0], 10_000_000))
            .with("CreateWaitableTimerExW", to -> 77)
            .with("NtAssociateWaitCompletionPacket", to -> 0)
            .with("NtQueryTimerResolution", to -> put(to[2], 156_250, 0));

    private static long put(long address, long value) {
        MEMORY.set(JAVA_LONG, address, value);
        return 1;
    }

    private static long put(long address, int value, long answer) {
        MEMORY.set(JAVA_INT, address, value);
        return answer;
    }

    private static long inJob(long address, int isIn) {
        return put(address, isIn, 1);
    }

    private static long memory(long at, long bytes, long pageFile) {
        put(at + MemoryStatusEx.ULL_TOTAL_PHYS, bytes);
        return put(at + MemoryStatusEx.ULL_TOTAL_PAGE_FILE, pageFile);
    }

    /** A core for each flag, as long as its entry says; without room only how much there must be. */
    private static long cores(long[] to, int... flags) {
        int step = (int) LogicalProcessorInformationEx.sizeof();
        boolean hasRoom = to[1] != 0 && MEMORY.get(JAVA_INT, to[2]) >= step * flags.length;
        MEMORY.set(JAVA_INT, to[2], step * flags.length);
        for (int i = 0; hasRoom && i < flags.length; i++) {
            MEMORY.set(JAVA_INT, to[1] + (long) i * step + LogicalProcessorInformationEx.SIZE, step);
            MEMORY.set(JAVA_BYTE, to[1] + (long) i * step + LogicalProcessorInformationEx.PROCESSOR, (byte) flags[i]);
        }
        return hasRoom ? 1 : 0;
    }

    private Feature latency(String name) {
        try (WindowsSession session = new WindowsSession(windows)) {
            return new WindowsLatency(session)
                    .all().stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow();
        }
    }

    private Limit limit(String name) {
        try (WindowsSession session = new WindowsSession(windows)) {
            return new WindowsLimits(session)
                    .all().stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow();
        }
    }

    private void assertToMend(String name, String detail) {
        Feature found = latency(name);
        assertEquals(State.LIMITED, found.state(), found::toString);
        assertTrue(found.detail().contains(detail), found::toString);
        assertNotNull(found.fix(), found::toString);
    }

    @Test
    void coresClocksAndTimers() {
        assertEquals(State.YES, latency("own-cores").state());
        windows.with("GetLogicalProcessorInformationEx", to -> cores(to, 1, 0, 1));
        assertToMend("own-cores", "2 of 3 cores have several CPUs");
        assertEquals(State.YES, latency("clock-source").state());
        windows.with("QueryPerformanceFrequency", to -> put(to[0], 14_318_180));
        assertToMend("clock-source", "14318180 Hz");
        assertEquals(State.YES, latency("timer-slack").state());
        windows.with("CreateWaitableTimerExW", _ -> 0);
        assertToMend("timer-slack", "ticks of 15.63 ms: no timers of high resolution");
    }

    @Test
    void powerSchemesAndPageFiles() {
        assertEquals(State.UNKNOWN, latency("governor").state());
        try (WindowsSession session = new WindowsSession(windows)) {
            MemorySegment guid = session.memory(16);
            windows.with("PowerGetActiveScheme", to -> put(to[1], guid.address()) - 1);
            guid.set(JAVA_INT, 0, 0x8c5e7fda);
            assertEquals(State.YES, latency("governor").state());
            guid.set(JAVA_INT, 0, 0x381b4222);
            assertToMend("governor", "381b4222");
        }
        assertTrue(latency("no-swap").detail().contains("1024 MiB"));
        windows.with("GlobalMemoryStatusEx", to -> memory(to[0], GIB, GIB));
        assertEquals(State.YES, latency("no-swap").state());
    }

    @Test
    void whatAJobLeavesOfMemoryAndTime() {
        assertEquals(String.valueOf(4 * GIB), limit("memory").value());
        assertEquals(State.YES, limit("cpu-time").state());
        windows.with("IsProcessInJob", to -> inJob(to[2], 1));
        assertEquals(State.UNKNOWN, limit("cpu-time").state(), "the job does not tell");
        windows.with("QueryInformationJobObject", WindowsChecksTest::job);
        assertEquals("12.5 % of all CPUs", limit("cpu-time").value());
        assertEquals(String.valueOf(256 << 20), limit("memory").value());
        assertEquals(State.LIMITED, limit("memory").state());
        assertEquals(State.UNKNOWN, limit("nofile").state());
        windows.with("GetProcessHandleCount", to -> put(to[1], 42, 1));
        assertEquals("16777216, in use 42", limit("nofile").value());
    }

    /** 256 MiB for all of its processes, a TiB for each, and an eighth of the time. */
    private static long job(long[] to) {
        if (to[1] == WindowsMachineConstants.JobObjectCpuRateControlInformation) {
            put(to[2] + JobCpuRate.CONTROL_FLAGS, 0x5, 0);
            return put(to[2] + JobCpuRate.CPU_RATE, 1250, 1);
        }
        put(to[2] + JobLimits.LIMIT_FLAGS, 0x300, 0);
        put(to[2] + JobLimits.PROCESS_MEMORY_LIMIT, 1L << 40);
        return put(to[2] + JobLimits.JOB_MEMORY_LIMIT, 256L << 20);
    }

    @Test
    void devices() {
        windows.with("GetAdaptersAddresses", to -> {
            long second = to[3] + IpAdapterAddresses.sizeof();
            device(to[3], second, "Ethernet 2", "A card", 6, 1, 1_000_000_000);
            device(second, 0, "Loopback", "Software", 24, 2, 0);
            return 0;
        });
        try (WindowsSession session = new WindowsSession(windows)) {
            WindowsDeviceChecks checks = new WindowsDeviceChecks(session);
            List<Device> all = checks.all(null);
            assertEquals(0, checks.error());
            assertEquals(
                    List.of("Ethernet 2", "Loopback"),
                    all.stream().map(Device::name).toList());
            assertEquals("A card", all.getFirst().driver());
            assertEquals(
                    "up, MTU 1500, 1000 Mbit/s",
                    all.getFirst().features().getFirst().detail());
            assertEquals("virtual", all.getLast().driver());
            assertEquals(State.NO, all.getLast().features().getFirst().state());
            assertEquals(1, checks.all("Loopback").size());
        }
    }

    /** With its names behind the second one's struct. */
    private static void device(long at, long next, String name, String description, int type, int status, long bits) {
        put(at + IpAdapterAddresses.NEXT, next);
        put(at + IpAdapterAddresses.FRIENDLY_NAME, text(at + 4096, name));
        put(at + IpAdapterAddresses.DESCRIPTION, text(at + 8192, description));
        put(at + IpAdapterAddresses.MTU, 1500, 0);
        put(at + IpAdapterAddresses.IF_TYPE, type, 0);
        put(at + IpAdapterAddresses.OPER_STATUS, status, 0);
        put(at + IpAdapterAddresses.RECEIVE_LINK_SPEED, bits);
    }

    private static long text(long at, String text) {
        byte[] letters = text.getBytes(StandardCharsets.UTF_16LE);
        MemorySegment.copy(letters, 0, MEMORY, JAVA_BYTE, at, letters.length);
        return at;
    }

    @Test
    void devicesThatAreHidden() {
        windows.with("GetAdaptersAddresses", _ -> 2);
        WindowsMachine machine = new WindowsMachine(windows, List.of());
        assertEquals(List.of(), machine.hidden());
        assertEquals(List.of(), machine.devices(null));
        assertTrue(machine.hidden().getFirst().detail().contains("error 2"));
    }
}

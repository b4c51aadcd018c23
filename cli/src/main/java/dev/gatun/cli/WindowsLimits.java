package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.windows.JobCpuRate;
import dev.gatun.bindings.windows.JobLimits;
import dev.gatun.bindings.windows.MemoryStatusEx;
import dev.gatun.bindings.windows.WindowsMachineConstants;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/** What a process may have on Windows, and what a service wants. One use, one thread. */
final class WindowsLimits {
    private static final long MEMORY_BYTES = 512L << 20;

    /** Of a process, on every Windows of 64 bits: "Pushing the Limits of Windows: Handles". */
    private static final long HANDLES_MAX = 1L << 24;

    private static final int RATE_OF_ALL = 10_000;
    private static final int CAPPED = WindowsMachineConstants.JOB_OBJECT_CPU_RATE_CONTROL_ENABLE
            | WindowsMachineConstants.JOB_OBJECT_CPU_RATE_CONTROL_HARD_CAP;

    private final WindowsSession session;

    WindowsLimits(WindowsSession session) {
        this.session = session;
    }

    List<Limit> all() {
        return List.of(handles(), lockedMemory(), memory(), cpuTime());
    }

    private long process() {
        return session.kernel("GetCurrentProcess");
    }

    private Limit handles() {
        String needed = "one for each connection; Windows has " + HANDLES_MAX + " for a process";
        MemorySegment count = session.memory(Integer.BYTES);
        long told = session.kernel("GetProcessHandleCount", process(), count.address());
        return (int) told == 0
                ? new Limit("nofile", State.UNKNOWN, "not told", needed, null)
                : new Limit("nofile", State.YES, HANDLES_MAX + ", in use " + count.get(JAVA_INT, 0), needed, null);
    }

    /** So much a process may lock; its working set need only be made larger for more. */
    private Limit lockedMemory() {
        MemorySegment sizes = session.memory(2L * Long.BYTES);
        long told =
                session.kernel("GetProcessWorkingSetSize", process(), sizes.address(), sizes.address() + Long.BYTES);
        return Limit.of(
                "memlock",
                (int) told == 0 ? Limit.UNTOLD : sizes.get(JAVA_LONG, 0),
                0,
                "nothing: memory is locked for each operation by the system",
                "nothing");
    }

    /** The machine's, or less where a job, as containers have one, allows less. */
    private Limit memory() {
        MemorySegment status = session.memory(MemoryStatusEx.sizeof());
        status.set(JAVA_INT, MemoryStatusEx.DW_LENGTH, (int) MemoryStatusEx.sizeof());
        long bytes = (int) session.kernel("GlobalMemoryStatusEx", status.address()) == 0
                ? Limit.UNTOLD
                : status.get(JAVA_LONG, MemoryStatusEx.ULL_TOTAL_PHYS);
        MemorySegment job = session.memory(JobLimits.sizeof());
        if (isTold(WindowsMachineConstants.JobObjectExtendedLimitInformation, job)) {
            int flags = job.get(JAVA_INT, JobLimits.LIMIT_FLAGS);
            if ((flags & WindowsMachineConstants.JOB_OBJECT_LIMIT_JOB_MEMORY) != 0) {
                bytes = Math.min(bytes, job.get(JAVA_LONG, JobLimits.JOB_MEMORY_LIMIT));
            }
            if ((flags & WindowsMachineConstants.JOB_OBJECT_LIMIT_PROCESS_MEMORY) != 0) {
                bytes = Math.min(bytes, job.get(JAVA_LONG, JobLimits.PROCESS_MEMORY_LIMIT));
            }
        }
        return Limit.of(
                "memory",
                bytes,
                MEMORY_BYTES,
                "64 MiB of buffers for each core, and the heap",
                "a larger memory limit of the job: --memory of a container");
    }

    private boolean isTold(int kind, MemorySegment into) {
        return (int) session.kernel("QueryInformationJobObject", 0, kind, into.address(), into.byteSize(), 0) != 0;
    }

    private Limit cpuTime() {
        String needed = "no quota: a core that has used it up is stopped";
        MemorySegment inJob = session.memory(Integer.BYTES);
        if ((int) session.kernel("IsProcessInJob", process(), 0, inJob.address()) == 0) {
            return new Limit("cpu-time", State.UNKNOWN, "not told", needed, null);
        }
        if (inJob.get(JAVA_INT, 0) == 0) {
            return new Limit("cpu-time", State.YES, "unlimited: the process is in no job", needed, null);
        }
        MemorySegment rate = session.memory(JobCpuRate.sizeof());
        if (!isTold(WindowsMachineConstants.JobObjectCpuRateControlInformation, rate)) {
            return new Limit("cpu-time", State.UNKNOWN, "the job does not tell", needed, null);
        }
        if ((rate.get(JAVA_INT, JobCpuRate.CONTROL_FLAGS) & CAPPED) != CAPPED) {
            return new Limit("cpu-time", State.YES, "unlimited", needed, null);
        }
        double percent = 100.0 * rate.get(JAVA_INT, JobCpuRate.CPU_RATE) / RATE_OF_ALL;
        return new Limit(
                "cpu-time",
                State.LIMITED,
                String.format(Locale.ROOT, "%.1f %% of all CPUs", percent),
                needed,
                "a job without JOB_OBJECT_CPU_RATE_CONTROL_HARD_CAP: a container without --cpus");
    }
}

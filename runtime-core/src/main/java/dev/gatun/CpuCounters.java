package dev.gatun;

import dev.gatun.spi.BackendStatistics;

/**
 * What a Cpu counts: plain fields, written by its thread alone; others read a snapshot, which may be a moment old.
 */
final class CpuCounters {
    long ticks;
    long completions;
    long staleCompletions;
    long queued;
    long messages;
    long tasks;
    long timers;
    long polls;
    long parks;
    long wakesSent;
    long wakesElided;
    long bufferExhaustions;
    long busyNanos;
    long idleNanos;

    CpuStatistics snapshot(long operations, BackendStatistics backend) {
        return new CpuStatistics(
                ticks,
                operations,
                completions,
                staleCompletions,
                queued,
                messages,
                tasks,
                timers,
                polls,
                parks,
                wakesSent,
                wakesElided,
                bufferExhaustions,
                busyNanos,
                idleNanos,
                backend);
    }
}

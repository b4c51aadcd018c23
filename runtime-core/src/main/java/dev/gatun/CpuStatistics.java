package dev.gatun;

import dev.gatun.spi.BackendStatistics;

/**
 * What a Cpu has done so far.
 *
 * @param operations armed, timeouts included
 * @param staleCompletions results that belonged to nobody's present arming (invariant 7)
 * @param queued operations that waited because the backend had no room
 * @param polls times the backend was asked; parks, those in which it might wait
 * @param wakesElided messages to another core that needed no wake-up, as it was awake
 * @param bufferExhaustions receives that found no buffer in the pool
 * @param busyNanos time of ticks that did something; idleNanos, of those that did nothing, parked or spinning
 * @param backend what its backend counted
 */
public record CpuStatistics(
        long ticks,
        long operations,
        long completions,
        long staleCompletions,
        long queued,
        long messages,
        long tasks,
        long timers,
        long polls,
        long parks,
        long wakesSent,
        long wakesElided,
        long bufferExhaustions,
        long busyNanos,
        long idleNanos,
        BackendStatistics backend) {}

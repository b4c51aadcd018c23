package dev.gatun;

/**
 * How a Cpu is set up; immutable.
 *
 * @param entries how many operations are expected in flight at once; a hint to the backend
 * @param batch how many completions a tick takes
 * @param messagesMax how many messages of each other core, of foreign threads, and tasks a tick runs, each
 * @param timersMax how many timers a tick fires
 * @param inboxCapacity how many requests of foreign threads may wait
 */
public record CpuConfig(
        int entries,
        int batch,
        int messagesMax,
        int timersMax,
        int inboxCapacity,
        IdleStrategy.Kind idle,
        BufferPoolConfig buffers,
        LoopClock clock) {
    public static final CpuConfig DEFAULT = new CpuConfig(
            1024, 128, 128, 256, 4096, IdleStrategy.Kind.PARK, BufferPoolConfig.defaults(), LoopClock.SYSTEM);

    public CpuConfig {
        positive("entries", entries);
        positive("batch", batch);
        positive("messagesMax", messagesMax);
        positive("timersMax", timersMax);
        positive("inboxCapacity", inboxCapacity);
    }

    public CpuConfig withIdle(IdleStrategy.Kind idle) {
        return new CpuConfig(entries, batch, messagesMax, timersMax, inboxCapacity, idle, buffers, clock);
    }

    public CpuConfig withBatch(int batch) {
        return new CpuConfig(entries, batch, messagesMax, timersMax, inboxCapacity, idle, buffers, clock);
    }

    public CpuConfig withEntries(int entries) {
        return new CpuConfig(entries, batch, messagesMax, timersMax, inboxCapacity, idle, buffers, clock);
    }

    public CpuConfig withInboxCapacity(int inboxCapacity) {
        return new CpuConfig(entries, batch, messagesMax, timersMax, inboxCapacity, idle, buffers, clock);
    }

    public CpuConfig withBuffers(BufferPoolConfig buffers) {
        return new CpuConfig(entries, batch, messagesMax, timersMax, inboxCapacity, idle, buffers, clock);
    }

    public CpuConfig withClock(LoopClock clock) {
        return new CpuConfig(entries, batch, messagesMax, timersMax, inboxCapacity, idle, buffers, clock);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }
}

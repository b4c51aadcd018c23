package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/** A Cpu over a backend that does only what it is told, one future on it, and what its callback has seen. */
abstract class IoFutureFixture {
    final ScriptedBackend.Provider provider = new ScriptedBackend.Provider();
    final FakeClock clock = new FakeClock();
    final Cpu cpu = Cpu.standalone(provider, CpuConfig.DEFAULT.withClock(clock).withBuffers(Pools.SMALL));
    final ScriptedBackend backend = provider.last;
    final List<String> seen = new ArrayList<>();
    final IoFuture future = cpu.newFuture().onComplete(f -> seen.add(f.result() + (f.hasMore() ? "+" : "")));

    @AfterEach
    void close() {
        cpu.close(0);
    }

    /** One turn that reaps, and one that tells. */
    final void turn() {
        cpu.tick();
        cpu.tick();
    }

    final Buffer buffer() {
        Buffer buffer = cpu.buffers().allocate(4096);
        assertNotNull(buffer);
        return Objects.requireNonNull(buffer);
    }

    static String code(IoError error) {
        return String.valueOf(error.result());
    }
}

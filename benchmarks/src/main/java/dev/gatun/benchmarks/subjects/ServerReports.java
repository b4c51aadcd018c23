package dev.gatun.benchmarks.subjects;

import dev.gatun.CoreMessage;
import dev.gatun.Cpu;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/**
 * A server's line to the harness: a thread of its own, which sleeps but when it is asked. The counters are copied on
 * the Cpu's thread, to which they belong, and nothing is allocated there for it; asked for the heap, it collects
 * garbage first. The end of the input ends the server.
 */
final class ServerReports {
    private final Cpu cpu;
    private final ServedCounters live;
    private final ServedCounters copy = new ServedCounters();
    private final Runnable stop;
    private final Allocations allocations = new Allocations(Thread.currentThread());
    private final Semaphore copied = new Semaphore(0);

    /** Made on the Cpu's thread. */
    ServerReports(Cpu cpu, ServedCounters counters, Runnable stop) {
        this.cpu = cpu;
        this.live = counters;
        this.stop = stop;
    }

    void start(int port) {
        System.out.println("ready port=" + port + " tid=" + PinnedCpu.tid());
        Thread.ofPlatform().daemon().name("reports").start(this::answerUntilTheEnd);
    }

    private void answerUntilTheEnd() {
        CoreMessage take = this::take;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String heap = line.equals("heap") ? " heap=" + Heap.bytesAfterCollection() : "";
                request(take);
                copied.acquire();
                long enters = EnterCount.of(cpu);
                System.out.println("counters allocated=" + allocations.bytes() + " " + copy
                        + (enters == 0 ? "" : " enters=" + enters) + heap);
            }
            request(_ -> stop.run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Cpu here) {
        live.refresh();
        copy.set(live);
        copied.release();
    }

    private void request(CoreMessage message) {
        if (!cpu.requestRun(message)) {
            throw new IllegalStateException("the Cpu takes no message: it has stopped");
        }
    }
}

package dev.gatun.examples.http;

import dev.gatun.Cpu;
import dev.gatun.CpuLocal;

/**
 * What the connections of one Cpu share, since none of it is in use between two pieces of input. Its Cpu's thread
 * alone.
 */
final class HttpCore {
    private static final CpuLocal<HttpCore> LOCAL = new CpuLocal<>(HttpCore::new, _ -> {});

    final Cpu cpu;
    final RequestParser parser = new RequestParser();
    final Answers answers;
    final Output output;
    long answered;

    private HttpCore(Cpu cpu) {
        this.cpu = cpu;
        answers = new Answers(cpu);
        output = new Output(cpu.buffers());
    }

    static HttpCore of(Cpu cpu) {
        return LOCAL.of(cpu);
    }
}

package dev.gatun.benchmarks.subjects;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the harness tells a worker, and what it answers; the end of the input ends the worker. Its one thread. */
final class Orders {
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = System.out;

    void sayReady() {
        out.println("ready tid=" + PinnedCpu.tid());
    }

    /** How many milliseconds the next round has; negative: there is none. */
    long nextRoundMillis() throws IOException {
        String line = in.readLine();
        if (line == null) {
            return -1;
        }
        if (!line.startsWith("round ")) {
            throw new IllegalArgumentException("an order that nobody knows: " + line);
        }
        return Long.parseLong(line.substring("round ".length()));
    }

    void answer(String format, Object... values) {
        out.println("result " + String.format(Locale.ROOT, format, values));
    }
}

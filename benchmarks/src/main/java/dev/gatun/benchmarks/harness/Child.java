package dev.gatun.benchmarks.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that takes part: it says "ready …" when it is, or "unavailable …" and why, answers each line with a line,
 * and ends when its input does, so that none outlives the harness. One thread.
 */
public final class Child implements AutoCloseable {
    private static final long ANSWER_SECONDS = 30;
    private static final String UNAVAILABLE = "unavailable ";
    private static final long END_SECONDS = 5;

    private final List<String> command;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final Path errors;
    private final Reply ready;

    public static Child start(List<String> command) {
        try {
            return new Child(command);
        } catch (IOException e) {
            throw new BenchmarkFailure("could not start " + command.getFirst() + ": " + e.getMessage());
        }
    }

    private Child(List<String> command) throws IOException {
        this.command = List.copyOf(command);
        errors = Files.createTempFile("gatun-bench", ".err");
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        out = process.inputReader();
        in = process.outputWriter();
        try {
            ready = answer(ANSWER_SECONDS);
            ready.require("ready");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What it said when it was ready: port, tid. */
    public Reply ready() {
        return ready;
    }

    public long pid() {
        return process.pid();
    }

    /** One line there, one line back. */
    public Reply ask(String line) {
        try {
            in.write(line);
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw failure("it takes no more orders: " + e.getMessage());
        }
        return answer(ANSWER_SECONDS);
    }

    private Reply answer(long seconds) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                String read = out.readLine();
                line.complete(read == null ? "" : read);
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            String text = line.get(seconds, TimeUnit.SECONDS);
            if (text.isEmpty()) {
                throw failure("it ended");
            }
            if (text.startsWith(UNAVAILABLE)) {
                throw new Unavailable(text.substring(UNAVAILABLE.length()));
            }
            return Reply.parse(text);
        } catch (TimeoutException e) {
            throw failure("no answer within " + seconds + " s");
        } catch (ExecutionException e) {
            throw failure(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        }
    }

    /** Nothing of it runs until {@link #resume}: one that spins would take the CPU from whose turn it is. */
    public void pause() {
        require(signalled("-STOP"));
    }

    public void resume() {
        require(signalled("-CONT"));
    }

    private void require(boolean signalled) {
        if (!signalled) {
            throw failure("it has gone");
        }
    }

    private boolean signalled(String name) {
        try {
            return new ProcessBuilder("kill", name, String.valueOf(pid()))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        }
    }

    private BenchmarkFailure failure(String what) {
        String said;
        try {
            process.waitFor(1, TimeUnit.SECONDS);
            said = Files.readString(errors).strip();
        } catch (IOException | InterruptedException e) {
            said = e.toString();
        }
        return new BenchmarkFailure(String.join(" ", command) + ": " + what + (said.isEmpty() ? "" : "; " + said));
    }

    @Override
    public void close() {
        closeWithin(END_SECONDS);
    }

    /** As {@link #close}, for one that has something to do before it ends. */
    void closeWithin(long seconds) {
        try {
            if (process.isAlive()) {
                signalled("-CONT"); // it may have ended since: then there is nobody to go on
            }
            in.close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(errors);
        } catch (IOException _) {
            process.destroyForcibly(); // its input was closed already: it has ended, or is about to
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.gatun.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Which commit is measured, as git says; nothing where there is no git, or these sources are not its. */
final class Revision {
    private static final int SECONDS_MAX = 10;

    private Revision() {}

    /** With a + behind it where files that git knows were changed since. */
    static Optional<String> of(Path root) {
        Optional<String> commit = git(root, "rev-parse", "--short=12", "HEAD").filter(said -> !said.isEmpty());
        boolean changed = git(root, "status", "--porcelain", "--untracked-files=no")
                .filter(said -> !said.isEmpty())
                .isPresent();
        return commit.map(name -> changed ? name + "+" : name);
    }

    private static Optional<String> git(Path root, String... arguments) {
        List<String> command = Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(arguments))
                .toList();
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && git.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

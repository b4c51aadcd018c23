package dev.gatun.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assertions;

/** This process itself, by the JDK's means; and a shell for what those can't name. The test's thread. */
final class RealOutsider implements Outsider {
    /** What may fail as files do. */
    private interface Step {
        Object make() throws IOException;
    }

    private static void make(Step step) {
        try {
            step.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void makeDirectory(String path) {
        make(() -> Files.createDirectory(Path.of(path)));
    }

    @Override
    public void create(String path) {
        make(() -> Files.createFile(Path.of(path)));
    }

    @Override
    public void append(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        make(() -> Files.write(Path.of(path), bytes, StandardOpenOption.APPEND));
    }

    @Override
    public void move(String from, String to) {
        make(() -> Files.move(Path.of(from), Path.of(to), StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void delete(String path) {
        make(() -> Files.deleteIfExists(Path.of(path)));
    }

    @Override
    public boolean createUndecodable(String folder) {
        return shell("touch", folder);
    }

    @Override
    public void deleteUndecodable(String folder) {
        Assertions.assertTrue(shell("rm", folder), "it is still there");
    }

    /** The JDK loses what is no UTF-8. */
    private static boolean shell(String command, String folder) {
        String script = command + " \"$0/$(printf 'bad\\377name')\"";
        try {
            return new ProcessBuilder("sh", "-c", script, folder)
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            return Assertions.fail(e);
        }
    }

    @Override
    public boolean forbid(String folder) {
        Path path = Path.of(folder);
        make(() -> Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------")));
        return !Files.isReadable(path);
    }
}

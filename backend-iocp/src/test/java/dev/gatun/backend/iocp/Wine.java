package dev.gatun.backend.iocp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wine as this machine has it, and what it needs to run one small program: a prefix with nothing in it but links to
 * Wine's own libraries, and the gateway, compiled when its source is newer. Both are made once, in {@code target}.
 */
final class Wine {
    private static final Path PROGRAM = Path.of("/usr/lib/wine/wine64");
    private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows");
    private static final Path COMPILER = Path.of("/usr/bin/x86_64-w64-mingw32-gcc");
    private static final Path MODULE = Path.of(System.getProperty("gatun.root", ".."), "backend-iocp")
            .toAbsolutePath()
            .normalize();
    private static final Path SOURCE = MODULE.resolve("src/test/c/gateway.c");
    private static final Path TARGET = MODULE.resolve("target/wine");

    private final Path prefix = TARGET.resolve("prefix");
    private final Path gateway = TARGET.resolve("gateway.exe");

    /** Why there is none; null where there is. */
    static @Nullable String missing() {
        if (!Files.isExecutable(PROGRAM) || !Files.isDirectory(LIBRARIES)) {
            return "no " + PROGRAM + ": install the package wine64";
        }
        return Files.isExecutable(COMPILER)
                ? null
                : "no " + COMPILER + ": install the package gcc-mingw-w64-x86-64-win32";
    }

    /** Makes what is missing; another JVM may be at it as well. */
    Wine() {
        try {
            Files.createDirectories(TARGET);
            try (FileChannel channel = FileChannel.open(
                            TARGET.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                preparePrefix();
                compileGateway();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void preparePrefix() throws IOException {
        Path system = prefix.resolve("drive_c/windows/system32");
        if (Files.exists(prefix.resolve(".update-timestamp"))) {
            return;
        }
        Files.createDirectories(system);
        Files.createDirectories(prefix.resolve("dosdevices"));
        link(prefix.resolve("dosdevices/c:"), Path.of("../drive_c"));
        link(prefix.resolve("dosdevices/z:"), Path.of("/"));
        try (Stream<Path> libraries = Files.list(LIBRARIES)) {
            for (Path library : libraries.toList()) {
                link(system.resolve(library.getFileName()), library);
            }
        }
        // Else Wine fills the prefix with what no test needs, for ten seconds.
        Files.writeString(prefix.resolve(".update-timestamp"), "disable\n");
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createSymbolicLink(from, to);
        } catch (FileAlreadyExistsException _) {
            // by a run that was cut short
        }
    }

    private void compileGateway() throws IOException {
        if (Files.exists(gateway)
                && Files.getLastModifiedTime(gateway).compareTo(Files.getLastModifiedTime(SOURCE)) > 0) {
            return;
        }
        Process compiler = new ProcessBuilder(
                        COMPILER.toString(),
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-o",
                        gateway.toString(),
                        SOURCE.toString(),
                        "-lws2_32")
                .inheritIO()
                .start();
        int exit = compiler.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException(COMPILER + " ended with " + exit);
        }
    }

    /** The gateway. */
    Process start(List<String> arguments) throws IOException {
        ProcessBuilder builder = program(gateway.toString(), arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    /** What another program of Wine's says: cmd, for one. */
    String says(String program, List<String> arguments) throws IOException {
        Process process = program(program, arguments).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? said.strip() : "";
    }

    /** Its working folder is the root, so that absolute paths of this machine are such on its current drive too. */
    private ProcessBuilder program(String name, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), name)
                .directory(Path.of("/").toFile());
        builder.command().addAll(arguments);
        builder.environment().put("WINEPREFIX", prefix.toString());
        builder.environment().put("WINEDEBUG", "-all");
        builder.environment().remove("DISPLAY");
        return builder;
    }
}

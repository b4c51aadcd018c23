package dev.gatun.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Epoll;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.LibUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Netlink;
import dev.gatun.bindings.linux.Syscalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sizes, alignments, offsets and constants: what Java believes against what this machine's C compiler says of this
 * machine's headers, one by one. Newer constants are compared with newer headers where scripts/test could get them.
 */
@Tag("assertions") // it is compilers' headers that are asked: once is enough
class LayoutTest {
    private static final Path NEWER_HEADERS = Path.of(System.getProperty("gatun.root", ".."), "target", "uapi");

    @TempDir
    Path work;

    private CCompiler compiler;

    @BeforeEach
    void findCompiler() {
        compiler = CCompiler.find("cc")
                .orElseGet(() -> Assumptions.abort("no C compiler (cc) on PATH: install the package gcc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "io_uring", "epoll", "netlink", "syscalls"})
    void everyLayoutAndConstantIsWhatTheSystemsHeadersSay(String name) throws Exception {
        Symbols symbols = Symbols.read(name);
        List<Fact> facts = unreserved(symbols.facts(header(name)));

        FactCheck check = FactCheck.byRunning(compiler, work, includes(name), facts);

        Proof.say("layouts: %s: %d facts compared with %s: %d differ; %d symbols are newer than the system's headers"
                .formatted(
                        name,
                        check.compared(),
                        compiler.version(),
                        check.differences().size(),
                        check.unknown().size()));
        assertEquals(List.of(), check.differences());
        List<String> unexplained = check.unknown().stream()
                .filter(symbol -> symbols.since(symbol).isEmpty())
                .filter(symbol -> !growsWithTheKernel(symbol))
                .toList();
        assertEquals(List.of(), unexplained, "unknown to the headers, and no kernel version stands beside them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "netlink", "syscalls"})
    void everyNewerConstantIsWhatNewerHeadersSay(String name) throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(NEWER_HEADERS.resolve("linux/io_uring.h")),
                "no newer kernel headers in target/uapi: scripts/newer-kernel-headers could not get them");
        CCompiler newer =
                new CCompiler("cc", List.of("-I", NEWER_HEADERS.toString(), "-I", NEWER_HEADERS + "/x86_64-linux-gnu"));

        FactCheck check = FactCheck.byRunning(
                newer, work, includes(name), unreserved(Symbols.read(name).facts(header(name))));

        Proof.say("layouts: %s: %d facts compared with the headers of Linux %s: %d differ, %d unknown"
                .formatted(
                        name,
                        check.compared(),
                        Files.readString(NEWER_HEADERS.resolve("VERSION")).strip(),
                        check.differences().size(),
                        check.unknown().size()));
        assertEquals(List.of(), check.differences());
        assertTrue(check.unknown().isEmpty(), () -> "unknown: " + check.unknown());
    }

    @Test
    void theStructsOfLiburingAreWhatItsHeaderSays() throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/usr/include/liburing.h")),
                "no liburing.h: install the package liburing-dev");

        FactCheck check = FactCheck.byRunning(
                compiler, work, includes("liburing"), Symbols.read("liburing").facts(LibUring.class));

        Proof.say("layouts: liburing: %d facts compared: %d differ"
                .formatted(check.compared(), check.differences().size()));
        assertEquals(List.of(), check.differences());
        assertTrue(check.unknown().isEmpty(), () -> "unknown: " + check.unknown());
    }

    @Test
    void aWrongOffsetIsFound() throws Exception {
        List<Fact> facts = new ArrayList<>(Symbols.read("epoll").facts(Epoll.class));
        Fact right = facts.getFirst();
        facts.set(0, new Fact(right.symbol(), right.expression(), right.value() + 4));

        FactCheck check = FactCheck.byRunning(compiler, work, includes("epoll"), facts);

        assertEquals(
                List.of(right.expression() + " is " + right.value() + " in C, " + (right.value() + 4) + " in Java"),
                check.differences());
    }

    @Test
    void aNameTheHeadersLackIsReportedAndNotCounted() throws Exception {
        List<Fact> facts = List.of(
                new Fact("EPOLLIN", "(long long)(EPOLLIN)", 1),
                new Fact("EPOLL_FROM_THE_FUTURE", "(long long)(EPOLL_FROM_THE_FUTURE)", 7));

        FactCheck check = FactCheck.byRunning(compiler, work, includes("epoll"), facts);

        assertEquals(1, check.compared());
        assertTrue(check.unknown().contains("EPOLL_FROM_THE_FUTURE"));
        assertFalse(check.unknown().contains("EPOLLIN"));
    }

    /**
     * Without reserved fields: they are where a newer kernel puts its next field, so they differ from header to
     * header.
     */
    private static List<Fact> unreserved(List<Fact> facts) {
        return facts.stream()
                .filter(fact -> !fact.expression().matches(".*(, |->)(__)?(pad|resv|spare)\\w*\\)"))
                .toList();
    }

    /** Structs that newer kernels gave fields or that came without a constant to date them by. */
    private static boolean growsWithTheKernel(String symbol) {
        return symbol.startsWith("struct io_") || symbol.startsWith("__NR_");
    }

    private static String includes(String name) {
        return "#include \"" + Symbols.FOLDER.resolve(name + ".h").toAbsolutePath() + "\"";
    }

    private static Class<?> header(String name) {
        return switch (name) {
            case "linux" -> Linux.class;
            case "io_uring" -> IoUring.class;
            case "epoll" -> Epoll.class;
            case "netlink" -> Netlink.class;
            case "syscalls" -> Syscalls.class;
            default -> throw new IllegalArgumentException(name);
        };
    }
}

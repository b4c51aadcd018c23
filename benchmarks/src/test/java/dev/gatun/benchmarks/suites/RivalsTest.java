package dev.gatun.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.BenchmarkFailure;
import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Child;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Unavailable;
import dev.gatun.benchmarks.rivals.RivalProcess;
import dev.gatun.benchmarks.rivals.Rivals;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rival once, for real, and what a user brings: the example of the documentation takes part as it stands there,
 * and is caught when it lies.
 */
@Tag("assertions") // what is checked runs in processes of its own: once is enough
class RivalsTest {
    private static final Path DOCUMENTATION = Path.of(System.getProperty("gatun.root"), "docs/performance.md");
    private static final String SERVICE = "META-INF/services/dev.gatun.benchmarks.rivals.Rival";

    @TempDir
    Path work;

    /** Of these rows all do the same in the others. */
    @TestFactory
    Stream<DynamicTest> everyRivalDoesTheWorkOrSaysWhyNot() {
        Lab lab = TestLab.open(
                new CPrograms(TestLab.SOURCES, TestLab.FOLDER),
                TestLab.settings(1, 100),
                Set.of(),
                Rivals.with(List.of()));
        List<String> rows = List.of(
                "submit.nop batch=8",
                "tcp.throughput connections=64 depth=16 size=64",
                "udp.receive mode=batch",
                "file.read depth=32 direct=true",
                "http.plain-text connections=64 pipelined=16");
        return Stream.of(new SubmitSuite(), new TcpSuite(), new UdpSuite(), new FileSuite(), new HttpSuite())
                .flatMap(suite -> suite.matches(lab).stream())
                .filter(match -> rows.contains(match.row().title()))
                .map(match -> DynamicTest.dynamicTest(match.row().title(), () -> measureRivals(lab, match)));
    }

    private static void measureRivals(Lab lab, Match match) {
        List<String> rivals = match.entries().keySet().stream()
                .filter(name -> !name.startsWith("gatun-") && !name.startsWith("c-"))
                .toList();
        Contest.Outcome outcome = TestLab.run(
                lab,
                match.row(),
                rivals.stream().map(name -> match.entries().get(name)).toList());
        for (String rival : rivals) {
            assertTrue(
                    outcome.results().stream().anyMatch(each -> each.subject().equals(rival) && each.median() > 0)
                            ^ outcome.absent().stream().anyMatch(each -> each.startsWith(rival + " can't run here: ")),
                    () -> rival + " neither did the work nor said why not: " + outcome);
        }
        assertFalse(outcome.results().isEmpty(), outcome::toString);
    }

    /** A library that is not on the class path is one line. */
    @Test
    void aRivalWithoutItsLibraryIsToldByName() {
        Lab lab = TestLab.open(TestLab.settings(1, 40));
        List<String> command = new ArrayList<>(
                lab.java(RivalProcess.class, List.of("rival=netty-epoll", "row=tcp.round-trip", "cpu=0")));
        int classPath = command.indexOf("-cp") + 1;
        command.set(
                classPath,
                Stream.of(command.get(classPath).split(File.pathSeparator, -1))
                        .filter(each -> !each.contains("netty"))
                        .collect(Collectors.joining(File.pathSeparator)));
        Unavailable unavailable = assertThrows(Unavailable.class, () -> Child.start(command));
        assertTrue(
                String.valueOf(unavailable.getMessage()).startsWith("netty-epoll can't run here: java.lang."),
                unavailable::getMessage);
    }

    /** The one block of Java in the documentation. */
    private static String example() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        int begin = text.indexOf("```java\n") + "```java\n".length();
        return text.substring(begin, text.indexOf("```", begin));
    }

    private static String exampleWith(String old, String planted) throws IOException {
        String source = example();
        assertTrue(source.contains(old), "the example has changed: plant the fault elsewhere");
        return source.replace(old, planted);
    }

    /** Compiled into a folder that a rival can be loaded from. */
    private Path compiled(String source) throws IOException {
        Path file = Files.writeString(work.resolve("PlainSockets.java"), source);
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> options = List.of(
                "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString(), file.toString());
        assertEquals(
                0, ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)), source);
        Path service = classes.resolve(SERVICE);
        Files.createDirectories(Objects.requireNonNull(service.getParent()));
        Files.writeString(service, "example.PlainSockets\n");
        return classes;
    }

    private static Path packed(Path classes) throws IOException {
        Path jar = classes.resolveSibling("plain-sockets.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packing = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packing.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packing);
            }
        }
        return jar;
    }

    /** The example, and whoever else is asked for, in a round trip. */
    private static Contest.Outcome roundTrip(Path rival, int rounds, String... others) {
        Lab lab = TestLab.open(
                new CPrograms(TestLab.SOURCES, TestLab.FOLDER),
                TestLab.settings(rounds, 40),
                Set.of(),
                Rivals.with(List.of(rival)));
        Match match = new TcpSuite().matches(lab).get(1); // both park: other work here matters less
        List<Contender.Entry> entries = new ArrayList<>();
        entries.add(Objects.requireNonNull(match.entries().get("plain-sockets")));
        for (String other : others) {
            entries.add(Objects.requireNonNull(match.entries().get(other)));
        }
        return TestLab.run(lab, match.row(), entries);
    }

    private void assertRefused(String source, String why) throws IOException {
        Path rival = compiled(source);
        BenchmarkFailure failure = assertThrows(BenchmarkFailure.class, () -> roundTrip(rival, 1));
        assertTrue(String.valueOf(failure.getMessage()).contains(why), failure::getMessage);
    }

    @Test
    void theExampleOfTheDocumentationTakesPart() throws IOException {
        Result result = roundTrip(packed(compiled(example())), 1).results().getFirst();
        assertEquals("plain-sockets", result.subject());
        assertTrue(result.median() > 0, result::toString);
    }

    @Test
    void aSleepInARivalMakesItLose() throws IOException {
        Path rival = compiled(exampleWith(
                "tally.received(count);",
                "tally.received(count); java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);"));
        Ratio ratio = roundTrip(rival, 5, "gatun-epoll").ratios().getFirst();
        assertTrue(ratio.conclusive() && ratio.median() < 0.5, ratio::toString);
    }

    @Test
    void aByteThatARivalChangesFailsTheRun() throws IOException {
        assertRefused(
                exampleWith("tally.received(count);", "tally.received(count); bytes[40]++;"), "is not what was sent");
    }

    @Test
    void aReplyThatARivalDropsFailsTheRun() throws IOException {
        assertRefused(
                exampleWith("tally.received(count);", "tally.received(count); if (bytes[8] == 3) continue;"),
                "a reply was due");
    }

    @Test
    void bytesThatARivalDoesNotCountFailTheRun() throws IOException {
        assertRefused(exampleWith("tally.received(count);", "tally.received(count - 1);"), "the work was not done");
    }

    @Test
    void aRivalThatCanNotRunHereIsToldAndTheOthersGoOn() throws IOException {
        Path rival = compiled(exampleWith(
                        "Tally tally = stage.newTally();", "Tally tally = missing(\"a device with queues\", stage);")
                .replace("private static void serve", """
                        private static Tally missing(String what, Stage stage) {
                            throw new IllegalStateException("there is no " + what);
                        }

                        private static void serve"""));
        Contest.Outcome outcome = roundTrip(rival, 1, "c-epoll");
        assertEquals(
                List.of("plain-sockets can't run here: java.lang.IllegalStateException: there is no a device with"
                        + " queues"),
                outcome.absent());
        assertTrue(
                outcome.results().stream().allMatch(result -> result.subject().equals("c-epoll")));
        assertEquals(2, outcome.results().size());
    }

    @Test
    void aNameThatIsOursIsRefused() throws IOException {
        Path rival = compiled(exampleWith("\"plain-sockets\"", "\"gatun-io_uring\""));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Rivals.with(List.of(rival)));
        assertTrue(String.valueOf(refused.getMessage()).contains("a rival calls itself \"gatun-io_uring\""));
    }

    @Test
    void aNameThatAnotherHasIsRefused() throws IOException {
        Path rival = compiled(exampleWith("\"plain-sockets\"", "\"nio\""));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Rivals.with(List.of(rival)));
        assertTrue(String.valueOf(refused.getMessage()).contains("two rivals call themselves nio"));
    }
}

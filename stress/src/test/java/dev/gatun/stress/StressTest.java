package dev.gatun.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs jcstress in a process of its own, briefly and with one compiler; its report is in {@code target/jcstress}. A
 * long run with every compiler: {@code mvn -pl stress -am verify -Dgatun.stress="-m default"}.
 */
@Tag("assertions") // the process is the same in both lanes: once is enough
class StressTest {
    private static final String BRIEFLY =
            "-m quick -f 1 -iters 1 -time 200 -c 2 -sc false -pth false -hs 128 -jvmArgs=-XX:-TieredCompilation";
    private static final Path FOLDER = Path.of("target", "jcstress").toAbsolutePath();
    private static final Path OUTPUT = FOLDER.resolve("output.txt");
    private static final Path PROOFS = Path.of(System.getProperty("gatun.root", ".."), "target", "proofs");

    /** A fault shows only where two threads really meet, which is seldom on processors that others use as well. */
    private static final int ROUNDS_FOR_FAULTS = 10;

    private static final List<TestResult> results = new ArrayList<>();

    @BeforeAll
    static void runThemAll() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        assumeTrue(processors > 1, () -> "two threads race on two processors, and this machine has " + processors);
        Files.createDirectories(FOLDER);
        run(List.of());
        Set<String> unseen = unseenFaults();
        for (int round = 1; round < ROUNDS_FOR_FAULTS && !unseen.isEmpty(); round++) {
            run(List.of("-t", String.join("|", unseen)));
            unseen = unseenFaults();
        }
    }

    private static void run(List<String> which) throws Exception {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(FOLDER, "*.bin.gz")) {
            for (Path file : earlier) {
                Files.delete(file);
            }
        }
        int before = results.size();
        int exit = launch(which);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(FOLDER, "*.bin.gz")) {
            for (Path file : found) {
                results.addAll(read(file));
            }
        }
        assertTrue(results.size() > before, () -> "jcstress exited with " + exit + " and no results; see " + OUTPUT);
    }

    private static int launch(List<String> which) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // jcstress pins its threads to processors by JNA
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-r",
                FOLDER.toString()));
        command.addAll(which);
        command.addAll(List.of(System.getProperty("gatun.stress", BRIEFLY).split(" ", -1)));
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(OUTPUT.toFile())
                .start()
                .waitFor();
    }

    private static Collection<TestResult> read(Path file) throws IOException, ClassNotFoundException {
        InProcessCollector collector = new InProcessCollector();
        DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
        reader.dump();
        reader.close();
        return collector.getTestResults();
    }

    @Test
    void everyTestRan() {
        assertEquals(new TreeSet<>(TestList.tests()), names(results));
        for (TestResult result : results) {
            assertEquals(Status.NORMAL, result.status(), () -> result.getName() + "; see " + OUTPUT);
        }
    }

    @Test
    void onlyWhatIsAcceptableIsSeen() throws IOException {
        List<TestResult> real =
                results.stream().filter(result -> !isPlanted(result)).toList();
        for (TestResult result : real) {
            assertTrue(
                    result.grading().isPassed,
                    () -> result.getName() + ": " + result.grading().failureMessages + "; see " + OUTPUT);
        }
        long races = real.stream().mapToLong(TestResult::getTotalCount).sum();
        say("jcstress: " + names(real).size() + " tests of what crosses between cores, " + races / 1_000_000
                + " million races: only acceptable outcomes");
    }

    @Test
    void everyPlantedFaultIsSeen() throws IOException {
        Set<String> planted = plantedFaults();
        assertTrue(planted.size() > 1);
        assertEquals(Set.of(), unseenFaults(), "faults that nobody saw in " + ROUNDS_FOR_FAULTS + " rounds");
        say("jcstress: each of " + planted.size() + " planted faults was seen");
    }

    private static Set<String> plantedFaults() {
        return TestList.tests().stream()
                .filter(name -> name.contains(".Planted"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> unseenFaults() {
        Set<String> unseen = plantedFaults();
        results.stream()
                .filter(result -> !result.grading().isPassed)
                .map(TestResult::getName)
                .forEach(unseen::remove);
        return unseen;
    }

    private static boolean isPlanted(TestResult result) {
        return result.getName().contains(".Planted");
    }

    private static Set<String> names(Collection<TestResult> results) {
        return results.stream().map(TestResult::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Shown by scripts/test when all is done. */
    private static void say(String line) throws IOException {
        Files.createDirectories(PROOFS.getParent());
        Files.writeString(PROOFS, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

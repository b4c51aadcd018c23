package dev.gatun.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts say where something is missing. Nothing is installed here. */
@Tag("assertions") // scripts know nothing of -ea: once is enough
class ScriptsTest {
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    Path work;

    @Test
    void withoutAJdkTheMessageNamesWhatWasSeen() throws IOException {
        House.Outcome outcome = House.run(
                House.ROOT,
                Map.of("JAVA_HOME", "/nonexistent", "GATUN_JDK_FOLDERS", work.toString(), "PATH", toolsWithout()),
                List.of("/bin/bash", "scripts/gatun", "--no-install", "probe"));
        assertEquals(2, outcome.exit(), outcome::output);
        assertTrue(outcome.output().contains("no JDK 25 or newer was found"), outcome::output);
        assertTrue(outcome.output().contains("JAVA_HOME=/nonexistent (no JDK)"), outcome::output);
    }

    @Test
    void anOldJavaHomeIsPassedOverForANewerJdk() throws IOException {
        Path old = jdk("old", "17.0.1");
        House.Outcome outcome = library(
                Map.of(
                        "JAVA_HOME",
                        old.toString(),
                        "GATUN_JDK_FOLDERS",
                        old + " " + jdk("new", "26") + " " + JAVA_HOME),
                "find_jdk; echo \"$JAVA_HOME\"");
        assertEquals(JAVA_HOME, outcome.output().strip(), "the oldest that suffices");
    }

    @Test
    void whatIsMissingIsNamedWithTheLineThatInstallsIt() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/apt-get")), "not a Debian system");
        House.Outcome outcome = library(
                Map.of(),
                "root=" + packages("all no-such-package-of-ours reason") + "; no_install=yes; install_packages all");
        assertEquals(0, outcome.exit(), outcome::output);
        assertTrue(
                outcome.output()
                        .contains("sudo apt-get update && sudo apt-get install -y --no-install-recommends"
                                + " no-such-package-of-ours"),
                outcome::output);
    }

    @Test
    void aGroupThatWasNotAskedForIsNotMissing() throws IOException {
        House.Outcome outcome = library(
                Map.of(),
                "root=" + packages("test no-such-package-of-ours reason") + "; no_install=yes; install_packages all");
        assertEquals("", outcome.output());
    }

    @Test
    void onAnotherSystemWithoutMavenTheMessageSaysWhatIsNeeded() throws IOException {
        Path release = Files.writeString(work.resolve("os-release"), "ID=plan9\n");
        House.Outcome outcome = library(
                Map.of("GATUN_OS_RELEASE", release.toString(), "PATH", toolsWithout()),
                "no_install=no; install_packages all");
        assertEquals(2, outcome.exit(), outcome::output);
        assertTrue(outcome.output().contains("neither Debian nor Ubuntu"), outcome::output);
        assertTrue(outcome.output().contains("Maven"), outcome::output);
    }

    @Test
    void aProbeWithoutLiburingStillProbesTheRest() throws IOException {
        Path jar = House.ROOT.resolve("cli/target/gatun.jar");
        Assumptions.assumeTrue(Files.exists(jar), "the command line is not packaged: run mvn verify");
        List<String> hidden = List.of(
                "unshare",
                "--mount",
                "/bin/sh",
                "-c",
                "for l in $(ldconfig -p | sed -n 's/.*liburing\\.so\\.2 .*=> //p'); do mount --bind /dev/null $l; done;"
                        + " exec \"$0\" -jar \"$1\" probe",
                JAVA_HOME + "/bin/java",
                jar.toString());
        Assumptions.assumeTrue(
                House.run(work, Map.of(), List.of("unshare", "--mount", "true")).exit() == 0,
                "no mount namespace to hide liburing in (not root, or in a chroot)");
        House.Outcome outcome = House.run(work, Map.of(), hidden);
        assertEquals(0, outcome.exit(), outcome::output);
        assertTrue(
                outcome.output().contains("liburing.so.2 was not found; install the package liburing2"),
                outcome::output);
        assertTrue(outcome.output().contains("epoll would be used"), outcome::output);
    }

    /** Runs {@code commands} with scripts/lib.sh sourced. */
    private static House.Outcome library(Map<String, String> environment, String commands) throws IOException {
        return House.run(
                House.ROOT, environment, List.of("/bin/bash", "-c", "set -eu; source scripts/lib.sh; " + commands));
    }

    private Path packages(String line) throws IOException {
        Files.createDirectories(work.resolve("scripts"));
        Files.writeString(work.resolve("scripts/packages"), "# a comment\n" + line + "\n");
        return work;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = work.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            Files.createSymbolicLink(home.resolve("bin").resolve(tool), Path.of("/bin/false"));
        }
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A PATH with what the scripts need, and neither Java nor Maven. */
    private String toolsWithout() throws IOException {
        Path tools = Files.createDirectories(work.resolve("tools"));
        for (String tool :
                List.of("bash", "sed", "grep", "dirname", "readlink", "find", "id", "apt-get", "dpkg-query")) {
            for (String folder : List.of("/usr/bin", "/bin")) {
                Path real = Path.of(folder, tool);
                if (Files.exists(real) && Files.notExists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), real);
                }
            }
        }
        return tools.toString();
    }
}

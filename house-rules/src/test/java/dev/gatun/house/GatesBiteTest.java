package dev.gatun.house;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each gate of the build against a small project that breaks its rule ({@code house-rules/planted}). The projects have
 * the real parent, so it is the real configuration that must stop them, each for its own reason.
 */
@Tag("assertions") // a build within the build: once is enough
class GatesBiteTest {
    private static String output = "";

    @BeforeAll
    static void buildWhatMustNotBuild() throws IOException {
        String maven = System.getProperty("maven.home") + "/bin/mvn";
        House.Outcome build = House.run(
                House.ROOT,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "MAVEN_OPTS", ""),
                List.of(maven, "-o", "-B", "-ntp", "-fae", "-f", "house-rules/planted/pom.xml", "process-classes"));
        output = build.output();
        assertTrue(build.exit() != 0, "the planted projects were built");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format        | planted-format: The following files had format violations",
                "error-prone   | ErrorProne.java:[5,20] [ReferenceEquality]",
                "null-away     | NullAway.java:[9,9] [NullAway] returning @Nullable expression",
                "lint          | Lint.java:[6,14] found raw type",
                "forbidden-api | Forbidden method invocation: java.lang.Thread#sleep(**)",
            })
    void aPlantedViolationStopsTheBuild(String gate, String reason) {
        assertTrue(output.contains(reason), () -> gate + " did not say '" + reason + "':\n" + output);
        assertTrue(
                output.lines().anyMatch(line -> line.matches(".*Planted " + gate + " \\.+ FAILURE.*")),
                () -> gate + " did not fail:\n" + output);
    }
}

package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class InstalledBackendsTest {
    /** A backend of which only what it reports matters. */
    private record Reporting(FeatureReport report) implements IoBackendProvider {
        @Override
        public String name() {
            return "reporting";
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public Usability probe() {
            return new Usability(false, "it only reports");
        }

        @Override
        public List<FeatureReport> features() {
            return List.of(report);
        }

        @Override
        public IoBackend open(Settings settings) {
            throw new IllegalStateException("nobody opens it");
        }
    }

    @Test
    void aBackendsReportIsPassedOnWordByWord() {
        for (FeatureReport.State state : FeatureReport.State.values()) {
            Backend backend = InstalledBackends.ask(
                    new Reporting(new FeatureReport("a-thing", state, How.READ, "seen", "6.0", "do this")));
            assertFalse(backend.usable());
            assertEquals("it only reports", backend.reason());
            State expected = State.valueOf(state.name());
            assertEquals(
                    List.of(new Feature("a-thing", expected, "read", "seen", "6.0", "do this")), backend.features());
        }
    }

    @Test
    void ioUringTellsEachFeatureOnce() {
        Backend backend = InstalledBackends.ofThisSystem().stream()
                .map(InstalledBackends::ask)
                .filter(found -> found.name().equals("io_uring"))
                .findFirst()
                .orElseThrow();
        Assumptions.assumeTrue(backend.usable(), backend.reason());
        Set<String> names = backend.features().stream().map(Feature::name).collect(Collectors.toSet());
        assertEquals(backend.features().size(), names.size());
        assertTrue(names.contains("multishot-receive"), names::toString);
        assertTrue(names.contains("kernel-thread"), names::toString);
    }
}

package dev.gatun.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Each kind of row once, for real: every contender does the work and passes the checks of it. */
@Tag("assertions") // what is checked runs in processes of its own: once is enough
class SuitesTest {
    @TestFactory
    Stream<DynamicTest> everyKindOfRowIsMeasured() {
        Lab lab = TestLab.open(TestLab.settings(1, 60));
        Set<String> ids = new HashSet<>();
        return Stream.of(
                        new SubmitSuite(),
                        new CallsSuite(),
                        new LoopSuite(),
                        new TimersSuite(20_000),
                        new CrossSuite(),
                        new TcpSuite(),
                        new UdpSuite(),
                        new FileSuite(),
                        new IdleSuite(50),
                        new StartupSuite())
                .flatMap(suite -> suite.matches(lab).stream())
                .filter(match -> ids.add(match.row().id()))
                .map(match -> DynamicTest.dynamicTest(match.row().title(), () -> measure(lab, match)));
    }

    private static void measure(Lab lab, Match match) {
        Contest.Outcome outcome = TestLab.run(lab, match.row(), match.contenders());
        int figures = match.row().figures().size();
        assertEquals(match.entries().size() * figures, outcome.results().size());
        assertTrue(match.entries().keySet().stream().anyMatch(subject -> subject.startsWith("gatun-")));
        assertTrue(match.entries().size() > 1 || match.row().id().equals("tick.empty"), "nobody to compare with");
        List<Result> first = outcome.results().subList(0, match.entries().size());
        for (Result result : first) {
            assertTrue(result.median() > 0, result::toString);
        }
        assertTrue(outcome.ratios().stream().noneMatch(ratio -> ratio.conclusive()), "one round concludes nothing");
    }
}

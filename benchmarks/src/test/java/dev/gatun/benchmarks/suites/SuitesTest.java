package dev.gatun.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Contest;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Wrk;
import dev.gatun.benchmarks.rivals.Rivals;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Each kind of row once, for real: every contender does the work and passes the checks of it. */
@Tag("assertions") // what is checked runs in processes of its own: once is enough
class SuitesTest {
    /** No twin in C; and RivalsTest has Netty's. */
    private static final Set<String> OURS_ALONE = Set.of("tick.empty");

    private static final Set<String> OVER_EPOLL_TOO = Set.of("tcp.round-trip", "udp.receive", "file.read");

    @TestFactory
    Stream<DynamicTest> everyKindOfRowIsMeasured() {
        Lab lab = TestLab.open(
                new CPrograms(TestLab.SOURCES, TestLab.FOLDER),
                TestLab.settings(1, 60),
                Set.of("c-", "arena", "scheduled-executor", "array-blocking-queue"),
                Rivals.with(List.of()));
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
                        new HttpSuite(),
                        new IdleSuite(50),
                        new StartupSuite())
                .flatMap(suite -> suite.matches(lab).stream())
                .filter(match -> ids.add(match.row().id()))
                .map(match -> DynamicTest.dynamicTest(match.row().title(), () -> measure(lab, match)));
    }

    /** Over epoll the same programs run: that they can is seen in some rows. */
    private static void measure(Lab lab, Match match) {
        String problem = match.row().id().startsWith("http.") ? Wrk.problem().orElse("") : "";
        Assumptions.assumeTrue(problem.isEmpty(), problem);
        Map<String, Contender.Entry> entries = new TreeMap<>(match.entries());
        if (!OVER_EPOLL_TOO.contains(match.row().id())) {
            entries.remove("gatun-epoll");
        }
        Contest.Outcome outcome = TestLab.run(lab, match.row(), List.copyOf(entries.values()));
        int figures = match.row().figures().size();
        assertEquals(entries.size() * figures, outcome.results().size());
        assertTrue(entries.keySet().stream().anyMatch(subject -> subject.startsWith("gatun-")));
        assertTrue(entries.size() > 1 || OURS_ALONE.contains(match.row().id()), "nobody to compare with");
        List<Result> first = outcome.results().subList(0, entries.size());
        for (Result result : first) {
            assertTrue(result.median() > 0, result::toString);
        }
        assertTrue(outcome.ratios().stream().noneMatch(ratio -> ratio.conclusive()), "one round concludes nothing");
    }
}

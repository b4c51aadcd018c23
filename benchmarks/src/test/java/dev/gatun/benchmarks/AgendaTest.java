package dev.gatun.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.suites.Lab;
import dev.gatun.benchmarks.suites.Match;
import dev.gatun.benchmarks.suites.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private static final Contender.Entry NOBODY = () -> {
        throw new AssertionError("nobody is opened here");
    };

    private long nanos;

    private record Listed(String name, List<Match> matches) implements Suite {
        @Override
        public String about() {
            return name;
        }

        @Override
        public List<Match> matches(Lab lab) {
            return matches;
        }
    }

    private static Match match(String id, int contenders) {
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        for (int i = 0; i < contenders; i++) {
            entries.put("c-" + i, NOBODY);
        }
        return new Match(Row.of(id, Map.of(), Figure.lower("time", "ns/op")), entries);
    }

    private Agenda agenda(boolean hasSlowRows, Match... matches) {
        Suite suite = new Listed("suite", List.of(matches));
        List<Agenda.Item> items = new ArrayList<>();
        for (Match each : matches) {
            items.add(new Agenda.Item(suite, each));
        }
        return new Agenda(items, 100, hasSlowRows, () -> nanos);
    }

    private void pass(int seconds) {
        nanos += seconds * 1_000_000_000L;
    }

    /** Two contenders took 40 s, so two more will have ended at 80 s, and the next two not before 92. */
    @Test
    void noRowIsBegunThatWouldNotBeDoneInTime() {
        Agenda agenda = agenda(true, match("a", 2), match("b", 2));
        assertTrue(agenda.hasTimeFor(match("a", 2)));
        pass(40);
        agenda.done(match("a", 2));
        assertTrue(agenda.hasTimeFor(match("b", 2)));
        pass(40);
        agenda.done(match("b", 2));
        assertFalse(agenda.hasTimeFor(match("c", 2)));
        assertFalse(agenda.hasTimeFor(match("c", 1)), "it would take until 100 s, and nothing were left to err by");
    }

    @Test
    void ofManySuitesTheSlowRowsAreLeftOut() {
        assertFalse(agenda(false).hasTimeFor(match("idle.memory", 1)));
        assertFalse(agenda(false).hasTimeFor(match("http.plain-text", 1)), "its rounds are of a second");
        assertTrue(agenda(true).hasTimeFor(match("idle.memory", 1)));
    }

    @Test
    void allContendersAreCounted() {
        assertEquals(5, agenda(true, match("a", 2), match("b", 3)).contenders());
    }
}

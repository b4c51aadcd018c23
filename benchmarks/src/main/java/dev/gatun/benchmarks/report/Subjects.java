package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Result;
import java.util.Comparator;
import java.util.List;

/** The subjects of a document, ours first, then C, then the others by name: each has one colour on all of a page. */
final class Subjects {
    private static final int TONES = 10;
    private static final List<String> KNOWN = List.of("gatun-io_uring", "gatun-epoll", "c-liburing", "c-epoll");

    private final List<String> names;

    private Subjects(List<String> names) {
        this.names = names;
    }

    static Subjects of(Document document) {
        return new Subjects(document.results().stream()
                .map(Result::subject)
                .distinct()
                .sorted(Comparator.comparingInt(Subjects::rank).thenComparing(Comparator.naturalOrder()))
                .toList());
    }

    private static int rank(String subject) {
        int known = KNOWN.indexOf(subject);
        return known >= 0 ? known : KNOWN.size();
    }

    List<String> names() {
        return names;
    }

    List<String> ours() {
        return names.stream().filter(Block::isOurs).toList();
    }

    /** The name of a class in the style sheet: the same on every page for those who are on most. */
    String tone(String subject) {
        int known = KNOWN.indexOf(subject);
        if (known >= 0) {
            return "tone" + known;
        }
        int other =
                names.stream().filter(name -> !KNOWN.contains(name)).toList().indexOf(subject);
        int tones = TONES - KNOWN.size();
        return "tone" + (KNOWN.size() + other % tones) + (other < tones ? "" : " again");
    }
}

package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Result;
import java.util.Comparator;
import java.util.List;

/** The subjects of a document, ours first, then C, then the others by name: each has one colour on all of a page. */
final class Subjects {
    private static final int TONES = 10;

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
        return switch (subject) {
            case "gatun-io_uring" -> 0;
            case "c-liburing" -> 2;
            default -> Block.isOurs(subject) ? 1 : subject.startsWith("c-") ? 3 : 4;
        };
    }

    List<String> names() {
        return names;
    }

    List<String> ours() {
        return names.stream().filter(Block::isOurs).toList();
    }

    /** The name of a class in the style sheet. */
    String tone(String subject) {
        return "tone" + names.indexOf(subject) % TONES + (names.indexOf(subject) < TONES ? "" : " again");
    }
}

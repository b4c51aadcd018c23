import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Sums up what surefire reported: proofs, skips with their reasons, counts. Run by scripts/test as a source file; fails
 * when nothing ran.
 */
final class Summary {
    private static int tests;
    private static int failed;
    private static final Map<String, Integer> SKIPPED = new TreeMap<>();

    private Summary() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        List<Path> reports;
        try (Stream<Path> files = Files.walk(root)) {
            reports = files.filter(file -> file.toString().matches(".*/target/surefire-reports(-da)?/TEST-[^/]*\\.xml"))
                    .toList();
        }
        for (Path report : reports) {
            read(report);
        }
        print("proofs", proofs(root));
        print("skipped", SKIPPED.entrySet().stream().map(skip -> skip.getValue() + " x " + skip.getKey()).toList());
        int skipped = SKIPPED.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%nTests run: %d, Failures: %d, Errors: 0, Skipped: %d%n", tests, failed, skipped);
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        System.out.printf("(%s s, JDK %s)%n", arguments[1], System.getProperty("java.version"));
        if (tests == 0) {
            System.out.println("no test ran");
            System.exit(1);
        }
    }

    private static void read(Path report) throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        tests += number(suite, "tests");
        failed += number(suite, "failures") + number(suite, "errors");
        var skips = suite.getElementsByTagName("skipped");
        for (int i = 0; i < skips.getLength(); i++) {
            String thrown = skips.item(i).getTextContent().lines().findFirst().orElse("no reason given");
            SKIPPED.merge(thrown.replaceFirst("^[\\w.]+: (Assumption failed: )?", ""), 1, Integer::sum);
        }
    }

    private static int number(Element suite, String name) {
        return Integer.parseInt(suite.getAttribute(name));
    }

    private static List<String> proofs(Path root) throws IOException {
        Path file = root.resolve("target/proofs");
        return Files.exists(file) ? Files.readAllLines(file).stream().distinct().toList() : List.of();
    }

    private static void print(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            System.out.println("\n" + title);
            lines.forEach(line -> System.out.println("  " + line));
        }
    }
}

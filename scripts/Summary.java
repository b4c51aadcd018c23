import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
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

    /** Each backend's module; the simulated one is the testkit's. */
    private static final Map<String, String> BACKENDS = new LinkedHashMap<>();

    static {
        BACKENDS.put("simulated", "testkit");
        BACKENDS.put("io_uring", "backend-iouring");
        BACKENDS.put("epoll", "backend-epoll");
        BACKENDS.put("kqueue", "backend-kqueue");
        BACKENDS.put("iocp", "backend-iocp");
    }

    /** What became of the contract's tests on one backend: on so many grounds (layouts, older kernels, faults). */
    private static final class Contract {
        int grounds;
        int run;
        int failed;
        int skipped;
        final Map<String, Integer> reasons = new TreeMap<>();

        int passed() {
            return run - failed - skipped;
        }
    }

    private static final Map<String, Contract> CONTRACTS = new HashMap<>();

    private Summary() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        List<Path> reports;
        try (Stream<Path> files = Files.walk(root)) {
            reports = files.filter(file -> file.toString().matches(".*/target/surefire-reports(-da)?/TEST-[^/]*\\.xml"))
                    .toList();
        }
        for (Path report : reports) {
            read(root.relativize(report), report);
        }
        print("proofs", proofs(root));
        print("skipped", SKIPPED.entrySet().stream().map(skip -> skip.getValue() + " x " + skip.getKey()).toList());
        printContracts(root);
        int skipped = SKIPPED.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%nTests run: %d, Failures: %d, Errors: 0, Skipped: %d%n", tests, failed, skipped);
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        System.out.printf("(%s s, JDK %s)%n", arguments[1], System.getProperty("java.version"));
        if (tests == 0) {
            System.out.println("no test ran");
            System.exit(1);
        }
    }

    private static void read(Path place, Path report) throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        tests += number(suite, "tests");
        failed += number(suite, "failures") + number(suite, "errors");
        Contract contract = null;
        if (place.toString().matches(".*/surefire-reports/.*ContractTest\\.xml")) { // the lane with assertions
            contract = CONTRACTS.computeIfAbsent(place.getName(0).toString(), _ -> new Contract());
            contract.grounds++;
            contract.run += suite.getElementsByTagName("testcase").getLength();
            contract.failed += suite.getElementsByTagName("failure").getLength();
            contract.failed += suite.getElementsByTagName("error").getLength();
            contract.skipped += suite.getElementsByTagName("skipped").getLength();
        }
        var skips = suite.getElementsByTagName("skipped");
        for (int i = 0; i < skips.getLength(); i++) {
            Element skip = (Element) skips.item(i);
            String thrown = skip.getTextContent().lines().findFirst().orElse(skip.getAttribute("message"));
            String reason = thrown.replaceFirst("^[\\w.]+: (Assumption failed: )?", "");
            SKIPPED.merge(reason, 1, Integer::sum);
            if (contract != null) {
                contract.reasons.merge(reason, 1, Integer::sum);
            }
        }
    }

    /** The contract of a backend, side by side. */
    private static void printContracts(Path root) {
        System.out.println();
        row("the contract", BACKENDS.keySet().toArray(String[]::new));
        row("  classes of tests", cells(contract -> contract.grounds));
        row("  run", cells(contract -> contract.run));
        row("  passed", cells(Contract::passed));
        row("  failed", cells(contract -> contract.failed));
        row("  skipped", cells(contract -> contract.skipped));
        BACKENDS.forEach((backend, module) -> {
            if (CONTRACTS.containsKey(module)) {
                CONTRACTS.get(module).reasons.forEach((reason, times) ->
                        System.out.printf("  %s: %d x %s%n", backend, times, reason));
            }
            if (!CONTRACTS.containsKey(module)) {
                boolean isThere = Files.exists(root.resolve(module));
                System.out.printf("  %s: not run, because %s%n", backend, isThere
                        ? "none of the tests of " + module + " were part of this run"
                        : "there is no module " + module);
            }
        });
    }

    private static String[] cells(ToIntFunction<Contract> figure) {
        return BACKENDS.values().stream()
                .map(CONTRACTS::get)
                .map(contract -> contract == null ? "not run" : String.valueOf(figure.applyAsInt(contract)))
                .toArray(String[]::new);
    }

    private static void row(String title, String[] cells) {
        System.out.printf("%-20s", title);
        for (String cell : cells) {
            System.out.printf("%11s", cell);
        }
        System.out.println();
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

package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.json.JsonWriter;
import dev.gatun.json.JsonWriter.Absent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatun probe}: tries what this machine's kernel offers, and says what works, what doesn't, and what to do. */
@Command(
        name = "probe",
        description = "Finds out, by trying, what this machine can do.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:usable, and all that was required is there",
            "1:something required is missing",
            "2:usage, or nothing here can be used"
        },
        footer = {
            "",
            "Examples:",
            "  gatun probe -v",
            "  gatun probe --require io_uring,busy-poll,memlock",
            "  gatun probe --json > before.json; gatun probe --compare before.json",
            "  gatun probe --path /var/lib/journal --measure"
        })
final class ProbeCommand implements Callable<Integer> {
    /** How it is printed: one of these. */
    private static final class Form {
        @Option(names = "--json", description = "Print JSON (schema gatun-probe/1) instead of text.")
        private boolean json;

        @Option(names = "--markdown", description = "Print Markdown, to paste into a bug report.")
        private boolean markdown;

        @Option(
                names = "--compare",
                paramLabel = "FILE",
                description = "Print only what is different from a report kept as JSON.")
        private @Nullable Path compared;
    }

    @ArgGroup
    private Form form = new Form();

    @Option(
            names = {"-v", "--verbose"},
            description = "Every feature, option, limit and device, and every hint.")
    private boolean verbose;

    @Option(
            names = "--require",
            split = ",",
            paramLabel = "NAME",
            description = "Exit with 1 unless all of these are there: names as in the report.")
    private List<String> required = new ArrayList<>();

    @Option(names = "--path", paramLabel = "DIR", description = "The folder whose files are tried (here).")
    private Path path = Path.of("");

    @Option(names = "--interface", paramLabel = "IF", description = "This network device alone.")
    private @Nullable String device;

    @Option(names = "--measure", description = "Also what small things cost: a system call, a wake-up, … (a second).")
    private boolean measures;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    ProbeCommand() {}

    /** The report under its schema's name, as JSON shows it. */
    private record Document(
            String schema,
            String gatun,
            Report.Host host,
            Report.Chosen chosen,
            List<Backend> backends,
            List<Report.Feature> sockets,
            List<Report.Feature> files,
            List<Report.Limit> limits,
            List<Report.Feature> latency,
            List<Report.Device> devices,
            List<Report.Cost> costs,
            List<Report.Finding> findings) {}

    @Override
    public Integer call() {
        String before = former();
        Machine machine = Machine.ours().orElse(null);
        Report report = new Probe(machine, path.toAbsolutePath(), device, measures, Trials.ofThisProcess()).report();
        if (device != null && report.devices().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--interface " + device
                            + ": there is no such device; without it, gatun probe -v names those there are");
        }
        Requirements requirements = new Requirements(report);
        List<String> unknown = requirements.unknown(required);
        print(report, before);
        PrintWriter err = spec.commandLine().getErr();
        unknown.forEach(name -> err.println("gatun probe: nothing here is called " + name + "; see: gatun probe -v"));
        List<String> missing = requirements.missing(required);
        missing.forEach(line -> err.println("required: " + line));
        err.flush();
        if (report.backends().stream().noneMatch(Backend::usable)) {
            return 2;
        }
        return missing.isEmpty() ? 0 : 1;
    }

    private String former() {
        if (form.compared == null) {
            return "";
        }
        try {
            return Files.readString(form.compared);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--compare " + form.compared + " can't be read: " + e);
        }
    }

    private void print(Report report, String before) {
        PrintWriter out = spec.commandLine().getOut();
        if (form.json) {
            out.println(json(report));
        } else if (form.markdown) {
            out.print(MarkdownReport.of(report));
        } else if (form.compared != null) {
            compare(before, json(report), out);
        } else {
            new ReportPrinter(Terminal.of(out, System.getenv()), verbose).print(report);
        }
        out.flush();
    }

    private void compare(String before, String now, PrintWriter out) {
        List<String> differences;
        try {
            differences = ReportDifference.between(before, now);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--compare " + form.compared + ": " + e.getMessage());
        }
        differences.forEach(out::println);
        out.println(differences.isEmpty() ? "no difference" : differences.size() + " differences");
    }

    static String json(Report report) {
        return JsonWriter.write(
                new Document(
                        "gatun-probe/1",
                        Main.version(),
                        report.host(),
                        report.chosen(),
                        report.backends(),
                        report.sockets(),
                        report.files(),
                        report.limits(),
                        report.latency(),
                        report.devices(),
                        report.costs(),
                        report.findings()),
                Absent.WRITTEN);
    }
}

package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.json.JsonException;
import dev.gatun.json.JsonReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a run has written with {@code --json}: all of it, or nothing and the reason. */
public final class DocumentReader {
    private static final String REMEDY = "; write one with: gatun bench all --json FILE";

    private DocumentReader() {}

    /** Fails with an {@link UnreadableException} that names the file. */
    public static Document read(Path file) {
        try {
            return document(Fields.of("", JsonReader.read(Files.readString(file))));
        } catch (NoSuchFileException _) {
            throw new UnreadableException(file + ": there is no such file" + REMEDY);
        } catch (CharacterCodingException _) {
            throw new UnreadableException(file + " is not text" + REMEDY);
        } catch (IOException e) {
            throw new UnreadableException(file + " can't be read: " + e.getMessage());
        } catch (JsonException | UnreadableException e) {
            throw new UnreadableException(file + " holds no results that can be read: " + e.getMessage() + REMEDY);
        }
    }

    /** As it would be read from a file: with the figures rounded as they are written. */
    public static Document written(Document document) {
        return document(Fields.of("", JsonReader.read(document.json())));
    }

    static Document document(Fields fields) {
        String schema = fields.text("schema");
        if (!schema.equals(Document.SCHEMA)) {
            throw new UnreadableException(
                    "its schema is " + schema + ", and this Gatun reads " + Document.SCHEMA + " alone");
        }
        Document document = new Document(
                schema,
                run(fields.optionalObject("run")),
                machine(fields.object("machine")),
                settings(fields.object("settings")),
                fields.objects("results").stream().map(DocumentReader::result).toList(),
                fields.objects("ratios").stream().map(DocumentReader::ratio).toList());
        document.ratios().forEach(ratio -> requireResults(document, ratio));
        return document;
    }

    /** A ratio without both its sides is of a file that somebody has cut something out of. */
    private static void requireResults(Document document, Ratio ratio) {
        for (String subject : List.of(ratio.subject(), ratio.against())) {
            if (document.results().stream()
                    .noneMatch(result -> result.id().equals(ratio.id())
                            && result.params().equals(ratio.params())
                            && result.subject().equals(subject))) {
                throw new UnreadableException(
                        "a ratio of " + ratio.id() + " " + ratio.params() + " without a result of " + subject);
            }
        }
    }

    private static @Nullable Run run(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Fields rows = fields.object("rows");
        SortedMap<String, Run.About> about = new TreeMap<>();
        for (String id : rows.names()) {
            Fields row = rows.object(id);
            about.put(
                    id,
                    new Run.About(
                            row.text("suite"), row.text("figure"), row.optionalText("remark"), row.text("command")));
        }
        return new Run(
                fields.text("date"),
                fields.text("command"),
                fields.optionalText("revision"),
                fields.truth("complete"),
                fields.texts("leftOut"),
                about);
    }

    private static Machine.Description machine(Fields fields) {
        return new Machine.Description(
                fields.text("os"),
                fields.text("kernel"),
                fields.text("arch"),
                fields.text("processor"),
                fields.optionalText("hypervisor"),
                fields.text("jdk"),
                fields.whole("cpus"),
                fields.optionalNumber("mhz"),
                fields.text("governor", "unknown"),
                fields.number("stealPercent", 0),
                fields.number("othersPercent", 0),
                fields.texts("others"),
                fields.text("loadAverageBefore", "unknown"),
                fields.text("loadAverage", "unknown"),
                fields.texts("warnings"),
                fields.texts("notes"));
    }

    private static Settings settings(Fields fields) {
        try {
            return new Settings(
                    fields.whole("rounds"),
                    fields.truth("quick"),
                    fields.whole("roundMillis"),
                    fields.whole("warmUpMillis"),
                    fields.whole("warmUpRoundsMax"),
                    fields.whole("serverCpu"),
                    fields.whole("loadCpu"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("settings: " + e.getMessage());
        }
    }

    private static Result result(Fields fields) {
        List<Double> rounds = fields.numbers("rounds");
        if (rounds.isEmpty()) {
            throw Fields.mismatch(fields.at("rounds"), "at least one number", rounds);
        }
        SortedMap<String, Double> percentiles = fields.optionalNumbersByName("percentiles");
        if (percentiles != null) {
            percentiles.keySet().stream().filter(name -> !name.equals("max")).forEach(PercentileChart::nines);
        }
        return new Result(
                fields.text("id"),
                params(fields.object("params")),
                fields.text("subject"),
                fields.text("unit"),
                better(fields),
                rounds,
                fields.number("median"),
                fields.optionalNumber("bytesPerOp"),
                fields.optionalNumber("syscallsPerOp"),
                percentiles);
    }

    private static Better better(Fields fields) {
        return switch (fields.text("better")) {
            case "lower" -> Better.LOWER;
            case "higher" -> Better.HIGHER;
            default -> throw Fields.mismatch(fields.at("better"), "lower or higher", fields.text("better"));
        };
    }

    private static Ratio ratio(Fields fields) {
        return new Ratio(
                fields.text("id"),
                params(fields.object("params")),
                fields.text("subject"),
                fields.text("against"),
                positive(fields, "median"),
                positive(fields, "min"),
                positive(fields, "max"),
                fields.optionalNumber("low"),
                fields.optionalNumber("high"),
                fields.whole("rounds"),
                fields.truth("conclusive"));
    }

    private static double positive(Fields fields, String name) {
        double number = fields.number(name);
        if (!(number > 0)) {
            throw Fields.mismatch(fields.at(name), "a positive number", number);
        }
        return number;
    }

    /** As a row has them: whole numbers stay whole. */
    private static SortedMap<String, Object> params(Fields fields) {
        SortedMap<String, Object> params = new TreeMap<>();
        for (String name : fields.names()) {
            Object value = fields.values().get(name);
            switch (value) {
                case Double number
                when number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE ->
                    params.put(name, number.intValue());
                case Double number -> params.put(name, number);
                case String text -> params.put(name, text);
                case Boolean truth -> params.put(name, truth);
                case null, default -> throw Fields.mismatch(fields.at(name), "a number, a text, true or false", value);
            }
        }
        return params;
    }
}

package dev.gatun.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes a manual page for each command, of what the commands say of themselves; the build calls it, with a folder:
 * {@code man -l gatun-probe.1}.
 */
final class ManualPages {
    private final StringBuilder page = new StringBuilder();

    private ManualPages() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, String> page : all().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    /** By the names of their files. */
    static Map<String, String> all() {
        CommandLine root = new CommandLine(new Main());
        Map<String, String> pages = new TreeMap<>();
        pages.put("gatun.1", new ManualPages().of("gatun", root.getCommandSpec()));
        root.getSubcommands().forEach((name, command) -> {
            String full = "gatun-" + name;
            pages.put(full + ".1", new ManualPages().of(full, command.getCommandSpec()));
        });
        return pages;
    }

    private String of(String name, CommandSpec spec) {
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"gatun " + Main.version() + "\"");
        section("NAME");
        text(name + " - " + String.join(" ", spec.usageMessage().description()));
        section("SYNOPSIS");
        text(spec.commandLine().getHelp().synopsis(0).strip());
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            spec.subcommands()
                    .forEach((command, line) -> item(
                            "gatun-" + command + "(1)",
                            String.join(
                                    " ", line.getCommandSpec().usageMessage().description())));
        }
        section("OPTIONS");
        for (PositionalParamSpec each : spec.positionalParameters()) {
            item(each.paramLabel(), String.join(" ", each.description()));
        }
        for (OptionSpec option : spec.options()) {
            String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
            item(String.join(", ", option.names()) + value, String.join(" ", option.description()));
        }
        if (!spec.usageMessage().exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            spec.usageMessage().exitCodeList().forEach(this::item);
        }
        examples(List.of(spec.usageMessage().footer()));
        return page.toString();
    }

    private void examples(List<String> footer) {
        List<String> lines = new ArrayList<>();
        for (String line : footer) {
            String stripped = line.replaceFirst("^Examples?:", "").strip();
            if (!stripped.isEmpty()) {
                lines.add(stripped);
            }
        }
        if (!lines.isEmpty()) {
            section("EXAMPLES");
            line(".nf");
            lines.forEach(this::text);
            line(".fi");
        }
    }

    private void section(String name) {
        line(".SH " + name);
    }

    private void item(String term, String text) {
        line(".TP");
        line(".B " + escaped(term));
        text(text);
    }

    private void text(String text) {
        line(escaped(text));
    }

    /** A hyphen is to be copied as one, and a line is no command of roff's. */
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}

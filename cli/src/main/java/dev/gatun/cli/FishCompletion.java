package dev.gatun.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions as the shell fish reads them, a line for each command and option; picocli has none. One use. */
final class FishCompletion {
    private final StringBuilder text = new StringBuilder();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandSpec root) {
        FishCompletion fish = new FishCompletion(root.name());
        fish.line("-f", "__fish_use_subcommand", "");
        root.subcommands().forEach((name, command) -> fish.command(name, command));
        return fish.text.toString();
    }

    private void command(String name, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        line(
                "-f -a " + name,
                "__fish_use_subcommand",
                firstLine(spec.usageMessage().description()));
        for (OptionSpec option : spec.options()) {
            StringBuilder flags = new StringBuilder();
            for (String each : option.names()) {
                flags.append(each.startsWith("--") ? " -l " : " -s ").append(each.replaceFirst("^-+", ""));
            }
            boolean takesValue = option.arity().max() > 0;
            line(
                    flags.substring(1) + (takesValue ? " -r" : ""),
                    "__fish_seen_subcommand_from " + name,
                    firstLine(option.description()));
        }
        spec.positionalParameters().stream()
                .filter(each -> each.completionCandidates() != null)
                .forEach(each -> line(
                        "-f -a " + quoted(String.join(" ", each.completionCandidates())),
                        "__fish_seen_subcommand_from " + name,
                        ""));
    }

    private void line(String what, String condition, String description) {
        text.append(String.format(Locale.ROOT, "complete -c %s -n %s %s", program, quoted(condition), what));
        text.append(description.isEmpty() ? "" : " -d " + quoted(description));
        text.append('\n');
    }

    private static String firstLine(String[] lines) {
        return lines.length == 0 ? "" : lines[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

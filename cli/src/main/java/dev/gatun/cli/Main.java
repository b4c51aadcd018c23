package dev.gatun.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The root of the command line: {@code gatun COMMAND …}. Exit codes: 0 well, 1 a check failed, 2 usage or
 * environment.
 */
@Command(
        name = "gatun",
        description = "Native I/O for the JVM: what this machine can do.",
        subcommands = {ProbeCommand.class, CompletionCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"", "Example: gatun probe --json"})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        WatchedRun watched = WatchedRun.wanted(arguments);
        System.exit(
                watched == null ? new CommandLine(new Main()).execute(arguments) : watched.run(System.out, System.err));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** From the jar's manifest; a run from class files has none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gatun " + version()};
        }
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version.replace("-SNAPSHOT", "");
    }
}

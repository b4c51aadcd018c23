package dev.gatun.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatun completion}: what a shell reads to complete Gatun's commands and options. */
@Command(
        name = "completion",
        description = "Prints what a shell needs to complete commands and options.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(gatun completion bash)",
            "  gatun completion zsh > ~/.gatun.zsh; echo 'source ~/.gatun.zsh' >> ~/.zshrc",
            "  gatun completion fish > ~/.config/fish/completions/gatun.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** Named as on the command line. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets both
    CompletionCommand() {}

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    case bash, zsh -> AutoComplete.bash(root.getCommandName(), root); // zsh reads bash's
                    case fish -> FishCompletion.of(root.getCommandSpec());
                });
        out.flush();
        return 0;
    }
}

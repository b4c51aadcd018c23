package dev.gatun.net;

import java.util.List;
import java.util.stream.Collectors;

/** A strict {@link NetConfig} asked for options that a socket did not get; all of them are named, with the reasons. */
public final class OptionsRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<OptionOutcome> outcomes;

    OptionsRefusedException(List<OptionOutcome> outcomes) {
        super(outcomes.stream().map(OptionOutcome::toString).collect(Collectors.joining(". ")));
        this.outcomes = outcomes;
    }

    public List<OptionOutcome> outcomes() {
        return outcomes;
    }
}

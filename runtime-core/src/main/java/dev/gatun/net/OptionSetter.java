package dev.gatun.net;

import dev.gatun.net.OptionOutcome.Status;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Sets what a configuration names on a socket, and reads back what became of it. Made for one listener, or whoever
 * connects, and used for all of its connections. Its Cpu's thread alone.
 */
final class OptionSetter {
    private final Sockets sockets;
    private final NetConfig config;
    private final SocketRole role;
    private final Family family;
    /** What a connection does not inherit from its listener, and its values. */
    private final SocketOption[] perConnection;

    private final long[] perConnectionValues;

    OptionSetter(Sockets sockets, NetConfig config, SocketRole role, Family family) {
        this.sockets = sockets;
        this.config = config;
        this.role = role;
        this.family = family;
        perConnection = config.options().stream()
                .filter(option -> !option.isText() && isMeant(option) && !sockets.isInherited(option))
                .toArray(SocketOption[]::new);
        perConnectionValues = new long[perConnection.length];
        for (int i = 0; i < perConnection.length; i++) {
            perConnectionValues[i] = Objects.requireNonNull(config.number(perConnection[i]));
        }
    }

    /**
     * Sets everything, before the socket is bound or connected.
     *
     * @throws OptionsRefusedException in strict configurations, when one is not as asked; the socket is the caller's
     */
    List<OptionOutcome> apply(long handle) {
        List<OptionOutcome> outcomes = new ArrayList<>();
        for (SocketOption option : config.options()) {
            outcomes.add(isMeant(option) ? set(handle, option) : notApplicable(option));
        }
        List<OptionOutcome> unlike =
                outcomes.stream().filter(outcome -> !outcome.isAsAsked()).toList();
        if (config.isStrict() && !unlike.isEmpty()) {
            throw new OptionsRefusedException(unlike);
        }
        return List.copyOf(outcomes);
    }

    /** Sets on a connection what it has not from its listener; allocates nothing. */
    void applyToAccepted(long handle) {
        for (int i = 0; i < perConnection.length; i++) {
            // What the listener was refused is refused here: its outcomes say so.
            sockets.setOption(handle, perConnection[i], perConnectionValues[i]);
        }
    }

    boolean isMeant(SocketOption option) {
        Sockets.Type type = role == SocketRole.DATAGRAMS ? Sockets.Type.DATAGRAM : Sockets.Type.STREAM;
        return role.has(option) && option.appliesTo(family, type);
    }

    /** The same outcomes with what the system goes by now, on this socket. */
    static List<OptionOutcome> readAgain(Sockets sockets, long handle, List<OptionOutcome> outcomes) {
        List<OptionOutcome> now = new ArrayList<>();
        for (OptionOutcome was : outcomes) {
            boolean wasSet = was.status() == Status.SET || was.status() == Status.ADJUSTED;
            now.add(wasSet ? outcome(sockets, handle, was.option(), was.asked()) : was);
        }
        return List.copyOf(now);
    }

    private OptionOutcome set(long handle, SocketOption option) {
        Long number = config.number(option);
        String asked = asked(option);
        int result =
                number == null ? sockets.setOption(handle, option, asked) : sockets.setOption(handle, option, number);
        if (result >= 0) {
            return outcome(sockets, handle, option, asked);
        }
        IoError error = IoError.of(result);
        Status status = error == IoError.NOT_SUPPORTED ? Status.UNSUPPORTED : Status.REFUSED;
        return new OptionOutcome(
                option, status, asked, read(sockets, handle, option), error, sockets.optionRemedy(option, error));
    }

    private OptionOutcome notApplicable(SocketOption option) {
        return new OptionOutcome(option, Status.NOT_APPLICABLE, asked(option), "", null, "");
    }

    private String asked(SocketOption option) {
        Long number = config.number(option);
        return number == null ? Objects.requireNonNull(config.text(option)) : OptionOutcome.say(number);
    }

    /** Of an option that was set: a system that does not tell is believed. */
    private static OptionOutcome outcome(Sockets sockets, long handle, SocketOption option, String asked) {
        String effective = read(sockets, handle, option);
        boolean isAsAsked = effective.isEmpty() || effective.equals(asked);
        return isAsAsked
                ? new OptionOutcome(option, Status.SET, asked, effective, null, "")
                : new OptionOutcome(
                        option, Status.ADJUSTED, asked, effective, null, sockets.optionRemedy(option, null));
    }

    private static String read(Sockets sockets, long handle, SocketOption option) {
        if (option.isText()) {
            return Objects.requireNonNullElse(sockets.textOption(handle, option), "");
        }
        long value = sockets.option(handle, option);
        return value < 0 ? "" : OptionOutcome.say(value);
    }
}

package dev.gatun.net;

import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * What became of one option on one socket.
 *
 * @param asked what the configuration names
 * @param effective what the socket goes by, read back from the system; empty where it does not tell
 * @param error why not; null when the option was set
 * @param remedy what to do about it; empty where nothing is known, or nothing needs doing
 */
public record OptionOutcome(
        SocketOption option,
        Status status,
        String asked,
        String effective,
        @Nullable IoError error,
        String remedy) {
    public enum Status {
        /** As asked. */
        SET,
        /** The system took it, and goes by another value. */
        ADJUSTED,
        /** It means nothing to such a socket: TCP's options to a UNIX socket, a listener's to one that connects. */
        NOT_APPLICABLE,
        /** The system, or such a socket here, has no such option. */
        UNSUPPORTED,
        /** The system has it, and would not set it. */
        REFUSED
    }

    /** Whether strict configurations put up with it. */
    public boolean isAsAsked() {
        return status == Status.SET || status == Status.NOT_APPLICABLE;
    }

    /** The effective value of a flag or number; {@link SocketOption#NONE} also where the system does not tell. */
    public long effectiveNumber() {
        return effective.isEmpty() || effective.equals(NO_VALUE) || option.isText()
                ? SocketOption.NONE
                : Long.parseLong(effective);
    }

    private static final String NO_VALUE = "none";

    static String say(long number) {
        return number == SocketOption.NONE ? NO_VALUE : String.valueOf(number);
    }

    /** "MARK 7: REFUSED, it is not permitted; it needs CAP_NET_ADMIN". */
    @Override
    public String toString() {
        String why = error == null ? "" : ", " + error.meaning();
        String is = effective.isEmpty() || status == Status.SET ? "" : ", is " + effective;
        return option + " " + asked + ": " + status + why + is + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}

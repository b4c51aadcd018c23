package dev.gatun.net;

import dev.gatun.net.OptionOutcome.Status;
import dev.gatun.spi.SocketOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What all streams of one listener, or of one who connects, have in common. Immutable, but for the count.
 *
 * @param load the connections of a core, counted across cores by whoever hands them out; null where nobody does
 */
record StreamOrigin(
        List<OptionOutcome> options,
        boolean keepsQuickAck,
        @Nullable AtomicInteger load) {
    static StreamOrigin of(List<OptionOutcome> options, @Nullable AtomicInteger load) {
        return new StreamOrigin(options, isOn(options, SocketOption.QUICK_ACK), load);
    }

    private static boolean isOn(List<OptionOutcome> options, SocketOption option) {
        for (OptionOutcome outcome : options) {
            if (outcome.option() == option) {
                // A listener may say that it has none at the moment: only a connection has something to acknowledge.
                boolean isTaken = outcome.status() == Status.SET || outcome.status() == Status.ADJUSTED;
                return isTaken && outcome.asked().equals("1");
            }
        }
        return false;
    }
}

package dev.gatun.net;

import dev.gatun.Cpu;
import dev.gatun.Workers;
import dev.gatun.spi.IoError;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names on workers, off the loop, and remembers what it found: a bounded number of names, each for a while,
 * failures for a shorter one. Who asks for a name that is being looked up waits for the same look-up. One Cpu's thread
 * alone: each core has its own.
 */
public final class NameResolver {
    /** What asks the system; a worker runs it. */
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /**
     * How much is remembered, and for how long.
     *
     * @param namesMax how many names are remembered; the one that was not asked for the longest goes
     * @param keepFor how long addresses are good for
     * @param keepFailureFor how long a failure is believed
     */
    public record Settings(int namesMax, Duration keepFor, Duration keepFailureFor) {
        public static final Settings DEFAULT = new Settings(1024, Duration.ofSeconds(30), Duration.ofSeconds(1));

        public Settings {
            if (namesMax < 1 || keepFor.isNegative() || keepFailureFor.isNegative()) {
                throw new IllegalArgumentException("namesMax " + namesMax + ", keepFor " + keepFor + ", keepFailureFor "
                        + keepFailureFor + ": at least one name, and no time is negative");
            }
        }
    }

    private static final class Entry {
        List<InetAddress> addresses = List.of();

        @Nullable
        IoError error;

        long expiresAt;

        /** Who waits for the look-up that is under way; null when none is. */
        @Nullable
        List<ResolveCallback> waiting;
    }

    private final Workers workers;
    private final Settings settings;
    private final Lookup lookup;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    public NameResolver(Workers workers) {
        this(workers, Settings.DEFAULT, InetAddress::getAllByName);
    }

    public NameResolver(Workers workers, Settings settings, Lookup lookup) {
        this.workers = workers;
        this.settings = settings;
        this.lookup = lookup;
    }

    /** Never calls back from within. NOT_FOUND: there is no such name; QUEUE_FULL: all workers are busy. */
    public void resolve(Cpu cpu, String host, ResolveCallback callback) {
        Entry known = entries.get(host);
        if (known != null && known.waiting != null) {
            known.waiting.add(callback);
        } else if (known != null && known.expiresAt - cpu.nowNanos() > 0) {
            cpu.execute(() -> callback.onResolved(known.addresses, known.error));
        } else {
            Entry entry = new Entry();
            List<ResolveCallback> waiting = new ArrayList<>(List.of(callback));
            entry.waiting = waiting;
            entries.put(host, entry);
            forgetTheOldest();
            boolean isTaken = workers.<InetAddress[]>submit(
                    cpu, () -> lookup.lookUp(host), (found, failure) -> onLookedUp(cpu, entry, found));
            if (!isTaken) {
                entries.remove(host, entry);
                cpu.execute(() -> tell(waiting, List.of(), IoError.QUEUE_FULL));
            }
        }
    }

    /** IPv6 and IPv4 one after the other, as RFC 8305 wants them tried; each in the order it came. */
    static List<InetAddress> inTurns(List<InetAddress> addresses) {
        ArrayDeque<InetAddress> six = new ArrayDeque<>();
        ArrayDeque<InetAddress> four = new ArrayDeque<>();
        addresses.forEach(address -> (address instanceof Inet6Address ? six : four).add(address));
        List<InetAddress> turns = new ArrayList<>();
        while (!six.isEmpty() || !four.isEmpty()) {
            if (!six.isEmpty()) {
                turns.add(six.remove());
            }
            if (!four.isEmpty()) {
                turns.add(four.remove());
            }
        }
        return turns;
    }

    /** Whatever went wrong, there is no address. */
    private void onLookedUp(Cpu cpu, Entry entry, InetAddress @Nullable [] found) {
        List<ResolveCallback> waiting = Objects.requireNonNull(entry.waiting);
        entry.waiting = null;
        boolean isFound = found != null && found.length > 0;
        entry.addresses = isFound ? List.of(found) : List.of();
        entry.error = isFound ? null : IoError.NOT_FOUND;
        Duration keep = isFound ? settings.keepFor : settings.keepFailureFor;
        entry.expiresAt = cpu.nowNanos() + keep.toNanos();
        tell(waiting, entry.addresses, entry.error);
    }

    private static void tell(List<ResolveCallback> waiting, List<InetAddress> addresses, @Nullable IoError error) {
        waiting.forEach(callback -> callback.onResolved(addresses, error));
    }

    /** Those who wait for one that goes are told all the same: its look-up knows them. */
    private void forgetTheOldest() {
        if (entries.size() > settings.namesMax) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}

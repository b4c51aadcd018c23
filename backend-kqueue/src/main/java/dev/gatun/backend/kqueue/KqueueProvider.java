package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.readiness.Lender;
import dev.gatun.readiness.Platform;
import dev.gatun.readiness.ReadinessBackend;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whether kqueue can be used, by hearing an event through it, and opens it. Any thread. */
public final class KqueueProvider implements IoBackendProvider {
    static final String NAME = "kqueue";

    private static final int RANK = 50;

    private final KqueueConfig config;
    /** Null where this is no system that has it. */
    private final @Nullable KqueueSystem system;

    /** For {@code ServiceLoader}. */
    public KqueueProvider() {
        this(KqueueConfig.DEFAULT);
    }

    public KqueueProvider(KqueueConfig config) {
        this(config, Bsd.of(systemName()).map(KqueueSystem::here).orElse(null));
    }

    KqueueProvider(KqueueConfig config, @Nullable KqueueSystem system) {
        this.config = config;
        this.system = system;
    }

    private static String systemName() {
        return System.getProperty("os.name", "");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public boolean isOfThisSystem() {
        return system != null;
    }

    @Override
    public Usability probe() {
        if (system == null) {
            return new Usability(false, "kqueue is of macOS and FreeBSD, and this is " + systemName());
        }
        try (Arena arena = Arena.ofConfined()) {
            KqueuePoller poller = new KqueuePoller(system, 1, arena);
            try {
                return poller.hearsItself()
                        ? new Usability(true, "an event was heard through kqueue")
                        : new Usability(false, "kqueue was set up, and an event did not come through it");
            } finally {
                poller.close();
            }
        } catch (IllegalStateException e) {
            return new Usability(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<FeatureReport> features() {
        return system == null || !probe().usable() ? List.of() : new KqueueFeatures(system).all();
    }

    @Override
    public IoBackend open(Settings settings) {
        if (system == null) {
            throw new IllegalStateException(probe().reason());
        }
        Arena arena = Arena.ofConfined();
        KqueuePoller poller;
        try {
            poller = new KqueuePoller(system, settings.batch(), arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
        BsdCalls outlasting = system.calls(Arena.ofAuto()); // handles are closed after the backend, too
        Platform platform = new Platform(
                poller,
                new SocketCalls(system, arena),
                Lender.NONE,
                () -> new BlockingCalls(system),
                new KqueueSockets(system, outlasting),
                new BsdFileFacts(system.bsd(), outlasting),
                new KqueueDirectoryChanges(system, outlasting));
        return new ReadinessBackend(
                NAME, capabilities(system.bsd()), platform, settings.buffers(), config.fileThreadsMax());
    }

    /** All of the contract, but files without threads, and sends without a copy. */
    static Capabilities capabilities(Bsd bsd) {
        List<String> notes = new ArrayList<>();
        notes.add("files go through threads");
        notes.add("sends copy: neither system lends memory to its network");
        notes.add("many datagrams are a call each");
        notes.add("of directories names are watched, not what is in their files");
        if (bsd.isMacos()) {
            notes.add("listeners can't share a port: one core accepts for all");
            notes.add("threads can't be bound to CPUs");
        }
        Capabilities all = new Capabilities(
                Capabilities.allOperations(),
                EnumSet.complementOf(EnumSet.of(Feature.ASYNC_FILES, Feature.ZERO_COPY_SEND)),
                Integer.MAX_VALUE,
                notes);
        return CachedFiles.areSent(bsd) ? all.with(OperationKind.SEND_FILE) : all;
    }

    @Override
    public @Nullable RegionAdvice regionAdvice() {
        return system == null ? null : new BsdMemory(system);
    }

    @Override
    public Placing placing() {
        return system == null ? Placing.NONE : new BsdPlacing(system);
    }
}

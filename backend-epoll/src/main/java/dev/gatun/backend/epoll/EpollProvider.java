package dev.gatun.backend.epoll;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.linux.LinuxDirectoryChanges;
import dev.gatun.linux.LinuxFileFacts;
import dev.gatun.linux.LinuxMemory;
import dev.gatun.linux.LinuxPlacing;
import dev.gatun.linux.LinuxSockets;
import dev.gatun.readiness.Platform;
import dev.gatun.readiness.ReadinessBackend;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.util.Locale;

/** Finds out whether epoll can be used, by hearing an event through it, and opens it. Any thread. */
public final class EpollProvider implements IoBackendProvider {
    static final String NAME = "epoll";

    private static final int RANK = 50;

    private final EpollConfig config;
    private final EpollFeatures most;

    /** For {@code ServiceLoader}. */
    public EpollProvider() {
        this(EpollConfig.DEFAULT);
    }

    public EpollProvider(EpollConfig config) {
        this(config, EpollFeatures.ALL);
    }

    /** As on an older kernel: nothing beyond {@code most} is used. */
    EpollProvider(EpollConfig config, EpollFeatures most) {
        this.config = config;
        this.most = most;
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
    public Usability probe() {
        String system = System.getProperty("os.name", "");
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return new Usability(false, "epoll is of Linux, and this is " + system);
        }
        try (Arena arena = Arena.ofConfined()) {
            EpollPoller poller = new EpollPoller(1, config, most, arena);
            try {
                return poller.hearsItself()
                        ? new Usability(true, "an event was heard through epoll")
                        : new Usability(false, "epoll was set up, and an event did not come through it");
            } finally {
                poller.close();
            }
        } catch (IllegalStateException e) {
            return new Usability(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public IoBackend open(Settings settings) {
        Arena arena = Arena.ofConfined();
        EpollPoller poller;
        try {
            poller = new EpollPoller(settings.batch(), config, most, arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
        SystemCalls outlasting = new SystemCalls(Arena.ofAuto()); // handles are closed after the backend, too
        SocketCalls calls = new SocketCalls(arena);
        Platform platform = new Platform(
                poller,
                calls,
                new ZeroCopyLender(arena),
                () -> new BlockingCalls(new SystemCalls(Arena.ofAuto())),
                new LinuxSockets(outlasting),
                new LinuxFileFacts(outlasting),
                new LinuxDirectoryChanges(outlasting));
        Capabilities found = poller.features().capabilities();
        Capabilities capabilities = calls.sendsFiles() ? found.with(OperationKind.SEND_FILE) : found;
        return new ReadinessBackend(NAME, capabilities, platform, settings.buffers(), config.fileThreadsMax());
    }

    @Override
    public RegionAdvice regionAdvice() {
        return new LinuxMemory(new SystemCalls(Arena.ofAuto()));
    }

    @Override
    public Placing placing() {
        return new LinuxPlacing();
    }
}

package dev.gatun.backend.iocp;

import dev.gatun.bindings.windows.NativeWindows;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out whether this is a Windows with all that the backend needs, and opens it. Any thread. */
public final class IocpProvider implements IoBackendProvider {
    private static final int RANK = 100;

    private final IocpConfig config;
    /** Null where this is no Windows. */
    private final @Nullable WindowsSystem system;

    private volatile @Nullable Functions functions;

    /** For {@code ServiceLoader}. */
    public IocpProvider() {
        this(IocpConfig.DEFAULT);
    }

    public IocpProvider(IocpConfig config) {
        this(config, isWindows() ? NativeWindows.SYSTEM : null);
    }

    /** On a Windows of the caller's choice. */
    IocpProvider(IocpConfig config, @Nullable WindowsSystem system) {
        this.config = config;
        this.system = system;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    @Override
    public String name() {
        return IocpBackend.NAME;
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
            return new Usability(false, "IOCP is of Windows, and this is " + System.getProperty("os.name"));
        }
        try (Arena arena = Arena.ofConfined()) {
            Functions found = functions();
            Port port = new Port(found, 1, arena);
            try {
                port.post(Port.WOKEN);
                return port.fetch(0, 1) == 1
                        ? new Usability(true, "a packet was heard through a completion port")
                        : new Usability(false, "a completion port was made, and a packet did not come through it");
            } finally {
                port.close();
            }
        } catch (IllegalStateException e) {
            return new Usability(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<FeatureReport> features() {
        return system == null || !probe().usable() ? List.of() : new IocpFeatures(functions()).all();
    }

    private Functions functions() {
        Functions known = functions;
        if (known == null) {
            if (system == null) {
                throw new IllegalStateException("IOCP is of Windows; ask probe() first");
            }
            known = new Functions(system);
            functions = known;
        }
        return known;
    }

    @Override
    public IoBackend open(Settings settings) {
        Arena arena = Arena.ofConfined();
        try {
            return new IocpBackend(functions(), config, settings, arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public @Nullable RegionAdvice regionAdvice() {
        return system == null ? null : new IocpMemory(system);
    }

    @Override
    public Placing placing() {
        return system == null ? Placing.NONE : new IocpPlacing(functions());
    }
}

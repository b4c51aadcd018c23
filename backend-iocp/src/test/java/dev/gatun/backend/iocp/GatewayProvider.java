package dev.gatun.backend.iocp;

import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import java.io.IOException;
import java.util.List;

/**
 * The backend through Wine, for programs that look for one: before all others where {@code -Dgatun.wine=true} asks
 * for it, else unusable. Any thread.
 */
public final class GatewayProvider implements IoBackendProvider {
    private static final int BEFORE_ALL_OTHERS = 1_000;

    /** For {@code ServiceLoader}. */
    public GatewayProvider() {}

    /** Why there is none; empty where there is. */
    public static String missing() {
        String missing = Wine.missing();
        return missing == null ? "" : missing;
    }

    /** The Windows that Wine makes, or the test is skipped, with the reason. */
    @SuppressWarnings("exports") // to tests alone
    public static WindowsSystem system() {
        return Gateway.get();
    }

    /** What a program of that Windows' own says. */
    public static String says(String program, String... arguments) throws IOException {
        return new Wine().says(program, List.of(arguments));
    }

    /** As on that Windows, or the test is skipped. */
    public static IocpProvider provider() {
        return new IocpProvider(IocpConfig.DEFAULT, Gateway.get());
    }

    @Override
    public String name() {
        return "iocp-through-wine";
    }

    @Override
    public int rank() {
        return BEFORE_ALL_OTHERS;
    }

    @Override
    public boolean isOfThisSystem() {
        return Boolean.getBoolean("gatun.wine");
    }

    @Override
    public Usability probe() {
        if (!isOfThisSystem()) {
            return new Usability(false, "it is for tests, which ask for it by -Dgatun.wine=true");
        }
        return missing().isEmpty() ? provider().probe() : new Usability(false, missing());
    }

    @Override
    public IoBackend open(Settings settings) {
        return provider().open(settings);
    }

    @Override
    public RegionAdvice regionAdvice() {
        return new IocpMemory(Gateway.get());
    }

    @Override
    public Placing placing() {
        return provider().placing();
    }
}

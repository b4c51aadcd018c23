package dev.gatun;

import dev.gatun.spi.IoBackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Which backend a runtime uses, and why: in one sentence that names what was passed over. */
public record BackendChoice(IoBackendProvider provider, String reason) {
    /**
     * Of the installed ones the usable one of the highest rank; an exception that says why not, where there is none.
     */
    public static BackendChoice best() {
        return among(installed());
    }

    /** As {@link #best}, of these. */
    public static BackendChoice among(List<IoBackendProvider> providers) {
        return choose(providers, null);
    }

    static List<IoBackendProvider> installed() {
        List<IoBackendProvider> providers = new ArrayList<>();
        ServiceLoader.load(IoBackendProvider.class).forEach(providers::add);
        return providers;
    }

    /** The usable one of the highest rank; or the required one, or an exception with the reason. */
    static BackendChoice choose(List<IoBackendProvider> providers, @Nullable String required) {
        if (required != null) {
            return require(providers, required);
        }
        List<String> passedOver = new ArrayList<>();
        for (IoBackendProvider provider : providers.stream()
                .sorted(Comparator.comparingInt(IoBackendProvider::rank).reversed())
                .toList()) {
            IoBackendProvider.Usability usability = provider.probe();
            if (usability.usable()) {
                String others = passedOver.isEmpty() ? "" : "; passed over: " + String.join("; ", passedOver);
                return new BackendChoice(provider, usability.reason() + others);
            }
            passedOver.add(provider.name() + ": " + usability.reason());
        }
        throw new BackendUnavailableException(
                passedOver.isEmpty()
                        ? "no backend is installed: put a gatun-backend artifact on the module or class path"
                        : "no backend can be used here: " + String.join("; ", passedOver));
    }

    private static BackendChoice require(List<IoBackendProvider> providers, String required) {
        for (IoBackendProvider provider : providers) {
            if (provider.name().equals(required)) {
                IoBackendProvider.Usability usability = provider.probe();
                if (usability.usable()) {
                    return new BackendChoice(provider, "required; " + usability.reason());
                }
                throw new BackendUnavailableException(
                        "the backend " + required + " was required and can't be used here: " + usability.reason());
            }
        }
        throw new BackendUnavailableException(
                "the backend " + required + " was required and is not installed; there is: "
                        + providers.stream().map(IoBackendProvider::name).toList());
    }
}

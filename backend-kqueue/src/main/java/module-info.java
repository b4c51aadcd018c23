import dev.gatun.backend.kqueue.KqueueProvider;

/** Gatun on kqueue: found by the core through {@code ServiceLoader}; configured by giving it a provider. */
module dev.gatun.backend.kqueue {
    requires dev.gatun.bindings;
    requires dev.gatun.parts;
    requires dev.gatun.readiness;
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;

    exports dev.gatun.backend.kqueue;

    provides dev.gatun.spi.IoBackendProvider with
            KqueueProvider;
}

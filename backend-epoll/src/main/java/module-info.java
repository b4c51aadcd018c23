import dev.gatun.backend.epoll.EpollProvider;

/** Gatun on epoll: found by the core through {@code ServiceLoader}; configured by giving it a provider. */
module dev.gatun.backend.epoll {
    requires dev.gatun.bindings;
    requires dev.gatun.linux;
    requires dev.gatun.parts;
    requires dev.gatun.readiness;
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;

    exports dev.gatun.backend.epoll;

    provides dev.gatun.spi.IoBackendProvider with
            EpollProvider;
}

import dev.gatun.backend.iocp.IocpProvider;

/** Gatun on Windows' completion ports: found by the core through {@code ServiceLoader}. */
module dev.gatun.backend.iocp {
    requires dev.gatun.bindings;
    requires dev.gatun.parts;
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;

    exports dev.gatun.backend.iocp;

    provides dev.gatun.spi.IoBackendProvider with
            IocpProvider;
}

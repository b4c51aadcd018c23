import dev.gatun.backend.iouring.IoUringProvider;

/**
 * Gatun on io_uring: found by the core through {@code ServiceLoader}. Applications name it only to set it up otherwise
 * than by default, by {@code new IoUringProvider(config)}.
 */
module dev.gatun.backend.iouring {
    requires dev.gatun.bindings;
    requires dev.gatun.linux;
    requires transitive dev.gatun.runtime;
    requires static org.jspecify;

    exports dev.gatun.backend.iouring;

    provides dev.gatun.spi.IoBackendProvider with
            IoUringProvider;
}

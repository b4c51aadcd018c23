import dev.gatun.backend.iouring.IoUringProvider;

/** Gatun on io_uring: found by the core through {@code ServiceLoader}; nothing here is for applications. */
module dev.gatun.backend.iouring {
    requires dev.gatun.bindings;
    requires dev.gatun.linux;
    requires dev.gatun.runtime;
    requires static org.jspecify;

    provides dev.gatun.spi.IoBackendProvider with
            IoUringProvider;
}

/**
 * What backends are built of, whatever their system, since they may not know each other. Each part knows the SPI, and
 * no operating system.
 */
@SuppressWarnings("module") // the modules named below are built after this one
module dev.gatun.parts {
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;

    exports dev.gatun.parts to
            dev.gatun.backend.epoll,
            dev.gatun.backend.iocp,
            dev.gatun.backend.kqueue,
            dev.gatun.readiness;
}

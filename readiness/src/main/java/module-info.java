/**
 * Completions out of readiness: what the backends on epoll and kqueue share, since they may not know each other. It
 * knows no operating system; what one must do for it is said by {@code Platform}.
 */
@SuppressWarnings("module") // the modules named below are built after this one
module dev.gatun.readiness {
    requires transitive dev.gatun.parts;
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;

    exports dev.gatun.readiness to
            dev.gatun.backend.epoll,
            dev.gatun.backend.kqueue;
}

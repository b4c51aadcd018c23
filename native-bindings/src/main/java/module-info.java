/**
 * The native ground: layouts, constants, addresses of functions, and the few restricted calls that turn them into
 * something
 * Java can use. Grant native access to this module and to no other: {@code --enable-native-access=dev.gatun.bindings}.
 */
@SuppressWarnings("module") // the modules named below are built after this one
module dev.gatun.bindings {
    requires static org.jspecify;

    exports dev.gatun.bindings to
            dev.gatun.backend.epoll,
            dev.gatun.backend.iocp,
            dev.gatun.backend.iouring,
            dev.gatun.backend.kqueue,
            dev.gatun.cli,
            dev.gatun.linux,
            dev.gatun.parts,
            dev.gatun.testkit;
    exports dev.gatun.bindings.kqueue to
            dev.gatun.backend.kqueue,
            dev.gatun.cli;
    exports dev.gatun.bindings.windows to
            dev.gatun.backend.iocp,
            dev.gatun.cli;
    exports dev.gatun.bindings.linux to
            dev.gatun.backend.epoll,
            dev.gatun.backend.iouring,
            dev.gatun.cli,
            dev.gatun.linux,
            dev.gatun.testkit;
}

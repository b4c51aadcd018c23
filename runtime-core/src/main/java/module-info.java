/**
 * The core: what an application sees ({@code dev.gatun} and, on top of it, {@code dev.gatun.net}) and what a backend
 * implements ({@code dev.gatun.spi}). It knows no operating system and makes no restricted call.
 */
module dev.gatun.runtime {
    requires static transitive org.jspecify;

    exports dev.gatun;
    exports dev.gatun.file;
    exports dev.gatun.net;
    exports dev.gatun.spi;

    uses dev.gatun.spi.IoBackendProvider;
}

/** The command line. Nothing depends on it. */
module dev.gatun.cli {
    requires dev.gatun.bindings;
    requires dev.gatun.json;
    requires dev.gatun.runtime;
    requires info.picocli;
    requires static org.jspecify;

    uses dev.gatun.spi.IoBackendProvider;

    opens dev.gatun.cli to
            dev.gatun.json,
            info.picocli;
}

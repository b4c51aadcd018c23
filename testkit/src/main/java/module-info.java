/**
 * Testing on Gatun: a simulated kernel behind {@code dev.gatun.spi}, for Gatun's own tests and for those of whoever
 * builds on it. It reads and writes memory by address through {@code dev.gatun.bindings}, which needs native access.
 */
module dev.gatun.testkit {
    requires dev.gatun.bindings;
    requires transitive dev.gatun.runtime;
    requires static transitive org.jspecify;
    requires java.management;
    requires transitive org.junit.jupiter.api;

    exports dev.gatun.testkit;
    exports dev.gatun.testkit.contract;
    exports dev.gatun.testkit.walk;
}

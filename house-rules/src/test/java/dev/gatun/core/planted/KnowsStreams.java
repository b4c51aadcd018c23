package dev.gatun.core.planted;

import dev.gatun.net.NetConfig;

/** Planted: the core reaches for what stands on it. */
final class KnowsStreams {
    static final NetConfig CONFIG = NetConfig.lowLatency();

    private KnowsStreams() {}
}

package dev.gatun.file.planted;

import dev.gatun.net.NetConfig;

/** Planted: a file reaches for the streams that send it. */
final class FileKnowsStreams {
    static final NetConfig CONFIG = NetConfig.lowLatency();

    private FileKnowsStreams() {}
}

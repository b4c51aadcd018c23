package dev.gatun.parts.planted;

import dev.gatun.bindings.linux.Linux;

/** Planted: what all backends share knows the numbers of one system. */
final class KnowsAnOperatingSystem {
    static final int CUT_OFF = Linux.MSG_TRUNC();

    private KnowsAnOperatingSystem() {}
}

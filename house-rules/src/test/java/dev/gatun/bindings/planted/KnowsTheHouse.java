package dev.gatun.bindings.planted;

import dev.gatun.backend.plantedtwo.KnownBackend;

/** Planted: the bindings reach upwards. */
final class KnowsTheHouse {
    static final KnownBackend ABOVE = new KnownBackend();

    private KnowsTheHouse() {}
}

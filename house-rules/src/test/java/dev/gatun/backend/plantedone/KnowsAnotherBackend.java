package dev.gatun.backend.plantedone;

import dev.gatun.backend.plantedtwo.KnownBackend;

/** Planted: a backend that knows another. */
final class KnowsAnotherBackend {
    static final KnownBackend OTHER = new KnownBackend();

    private KnowsAnotherBackend() {}
}

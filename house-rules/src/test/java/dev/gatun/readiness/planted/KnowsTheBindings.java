package dev.gatun.readiness.planted;

import dev.gatun.bindings.ErrorNumbers;

/** Planted: what two systems share reaches for the bindings of one. */
final class KnowsTheBindings {
    static final String NAME = ErrorNumbers.name(1);

    private KnowsTheBindings() {}
}

package dev.gatun.json.planted;

import dev.gatun.bindings.ErrorNumbers;

/** Planted: what writes and reads any text reaches for one thing that is written. */
final class KnowsTheBindings {
    static final String NAME = ErrorNumbers.name(1);

    private KnowsTheBindings() {}
}

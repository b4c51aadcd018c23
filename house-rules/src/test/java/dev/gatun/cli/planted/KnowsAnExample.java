package dev.gatun.cli.planted;

import dev.gatun.examples.Examples;

/** Planted: a command that calls an example. */
final class KnowsAnExample {
    static final Class<?> EXAMPLE = Examples.class;

    private KnowsAnExample() {}
}

package dev.gatun.planted;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
class NullAway {
    String never(@Nullable String maybe) {
        return maybe;
    }
}

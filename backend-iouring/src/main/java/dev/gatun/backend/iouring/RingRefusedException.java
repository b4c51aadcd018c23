package dev.gatun.backend.iouring;

import dev.gatun.bindings.ErrorNumbers;

/** No ring on this system, or no more of them: what was asked, what the kernel answered, and the remedy. */
final class RingRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    RingRefusedException(String what, int answer, String remedy) {
        super(what + " answered " + ErrorNumbers.name(answer) + ": " + remedy);
    }
}

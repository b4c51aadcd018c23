package dev.gatun.file;

import dev.gatun.Buffer;

/** The next bytes of the range, in order. The buffer is the callback's: it frees it, sends it, or keeps it. */
@FunctionalInterface
public interface BlockCallback {
    void onBlock(SequentialReader reader, Buffer buffer);
}

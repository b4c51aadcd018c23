package dev.gatun.spi;

/**
 * The pool of a Cpu as its backend sees it: blocks by index, in one contiguous region. A block taken is the backend's
 * until it hands it over in a completion ({@link Completions#addBuffer}) or gives it back. The Cpu's thread only.
 */
public interface BufferSource {
    /** Where the region begins: a multiple of 4096. It stays there as long as the backend is open. */
    long regionAddress();

    long regionBytes();

    /** A block of at least {@code bytes} (0: the usual size for receiving); -1 when none is free. Never blocks. */
    int take(int bytes);

    void give(int block);

    long blockAddress(int block);

    int blockBytes(int block);
}

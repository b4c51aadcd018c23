package dev.gatun.file;

import dev.gatun.Buffer;

/**
 * A read or a write has ended: bytes, or a negated {@link dev.gatun.spi.IoError}, which {@link AsyncFile#failure}
 * explains. The buffer is the caller's again; its indices have moved by what was transferred.
 */
@FunctionalInterface
public interface TransferCallback {
    void onTransferred(AsyncFile file, Buffer buffer, int result);
}

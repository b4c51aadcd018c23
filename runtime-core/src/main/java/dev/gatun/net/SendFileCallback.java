package dev.gatun.net;

import dev.gatun.file.AsyncFile;

/**
 * So many bytes of the file were sent, behind what was sent before. With result 0 less than was asked for means the
 * file ended there, having been cut meanwhile; a negated error says why it stopped: the file could not be read or was
 * closed, or the stream has ended. Told once; a stream that goes on sends what comes behind.
 */
@FunctionalInterface
public interface SendFileCallback {
    void onSent(NetStream stream, AsyncFile file, long bytes, int result);
}

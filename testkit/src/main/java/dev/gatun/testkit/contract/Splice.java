package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes each connection on to a server, both ways and without copying a byte: who is not read from pauses who sends.
 * Its Cpu's thread alone.
 */
final class Splice {
    private final NetListener listener;
    private long passed;
    private int open;

    Splice(NetDriver net, SocketAddress to) throws IOException {
        listener = NetListener.open(net.cpu(), NetDriver.LOOPBACK, NetConfig.lowLatency(), inward -> {
            inward.pause();
            NetStream.connect(net.cpu(), to, NetConfig.lowLatency(), NetDriver.PATIENCE, (onward, _) -> {
                if (onward == null) {
                    inward.abort();
                } else {
                    new Way(inward, onward).begin();
                    new Way(onward, inward).begin();
                    inward.resume();
                }
            });
        });
    }

    SocketAddress address() {
        return listener.address();
    }

    /** Bytes, of all connections and both ways. */
    long passed() {
        return passed;
    }

    /** Accepts no more. */
    void close() {
        listener.close();
    }

    /** Every connection has ended. */
    boolean isQuiet() {
        return open == 0;
    }

    /** From one end to the other. */
    private final class Way {
        private final NetStream from;
        private final NetStream to;
        private @Nullable Buffer kept;

        Way(NetStream from, NetStream to) {
            this.from = from;
            this.to = to;
        }

        void begin() {
            open++;
            to.onWritable(_ -> goOn());
            from.onEnd(_ -> to.shutdownOutput()).onClose((_, _) -> end()).onReceive((_, buffer) -> pass(buffer));
        }

        private void pass(Buffer buffer) {
            int bytes = buffer.readable();
            Sent sent = to.send(buffer);
            if (sent == Sent.FULL) {
                kept = buffer;
                from.pause();
            } else if (sent == Sent.ACCEPTED) {
                passed += bytes;
            }
        }

        private void goOn() {
            if (kept != null) {
                Buffer buffer = Objects.requireNonNull(kept);
                kept = null;
                pass(buffer);
            }
            if (kept == null) {
                from.resume();
            }
        }

        private void end() {
            open--;
            if (kept != null) {
                kept.free();
                kept = null;
            }
            to.close();
        }
    }
}

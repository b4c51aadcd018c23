package dev.gatun.net;

import dev.gatun.spi.IoError;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A name was resolved, or was not: without an error there is at least one address. On the Cpu's thread that asked. */
@FunctionalInterface
public interface ResolveCallback {
    void onResolved(List<InetAddress> addresses, @Nullable IoError error);
}

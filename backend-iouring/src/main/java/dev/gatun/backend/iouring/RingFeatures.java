package dev.gatun.backend.iouring;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a ring turned out to be, found when it was set up; immutable.
 *
 * @param step the flags that were accepted
 * @param registeredFd whether entering spares the kernel the look-up of the descriptor
 * @param noIowait whether waiting is not counted as waiting for a disk
 * @param zeroCopySend whether sends may go without copying, and the kernel says whether they did
 * @param truncateEntry whether an entry truncates a file
 * @param bufferRing whether a receive may take a buffer of the pool
 */
record RingFeatures(
        SetupStep step,
        boolean registeredFd,
        boolean noIowait,
        boolean zeroCopySend,
        boolean truncateEntry,
        boolean bufferRing) {
    boolean multishotAccept() {
        return step.isSince(519);
    }

    boolean multishotReceive() {
        return bufferRing && step.isSince(600);
    }

    boolean cancelByHandle() {
        return step.isSince(519);
    }

    boolean syncCancel() {
        return step.isSince(600);
    }

    RingFeatures withBufferRing(boolean works) {
        return new RingFeatures(step, registeredFd, noIowait, zeroCopySend, truncateEntry, works);
    }

    Capabilities capabilities() {
        Set<Feature> features =
                EnumSet.of(Feature.MULTISHOT_POLL, Feature.ASYNC_FILES, Feature.DIRECT_FILES, Feature.UNIX_SOCKETS);
        if (multishotAccept()) {
            features.add(Feature.MULTISHOT_ACCEPT);
        }
        if (zeroCopySend) {
            features.add(Feature.ZERO_COPY_SEND);
        }
        if (bufferRing) {
            features.add(Feature.POOL_BUFFERS);
        }
        if (multishotReceive()) {
            features.add(Feature.MULTISHOT_RECEIVE);
            features.add(Feature.MULTISHOT_RECEIVE_FROM);
        }
        return new Capabilities(Capabilities.allOperations(), features, Integer.MAX_VALUE, notes());
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("ring set up as " + step + ", which " + step.kernel() + " and newer accept");
        if (step != SetupStep.DEFERRED) {
            notes.add("completions interrupt the loop; " + SetupStep.DEFERRED.kernel() + " makes them in batches");
        }
        if (!registeredFd) {
            notes.add("the ring's descriptor is looked up at each enter; Linux 5.18 can register it");
        }
        if (!noIowait) {
            notes.add("an idle loop shows as iowait; Linux 6.15 counts it as idle");
        }
        if (!bufferRing) {
            notes.add("no receive into buffers of the pool; Linux 5.19 has buffer rings");
        } else if (!multishotReceive()) {
            notes.add("a receive is armed for each message; Linux 6.0 receives many times for one entry");
        }
        if (!zeroCopySend) {
            notes.add("sends copy; Linux 6.3 can do without, and tells whether it did");
        }
        if (!truncateEntry) {
            notes.add("truncating a file stops the loop while it lasts; Linux 6.9 has an entry for it");
        }
        return notes;
    }
}

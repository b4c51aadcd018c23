package dev.gatun.backend.iouring;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.FeatureReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ring turned out to be, found when it was set up; immutable.
 *
 * @param step the flags that were accepted
 * @param findings of every feature what was found out
 */
record RingFeatures(SetupStep step, Map<RingFeature, Finding> findings) {
    /** There, and nothing of Gatun's; told by the probe, for people. */
    private static final Set<RingFeature> UNUSED = EnumSet.of(
            RingFeature.RING_MESSAGES,
            RingFeature.OWN_MEMORY,
            RingFeature.BUNDLES,
            RingFeature.BIND_AND_LISTEN,
            RingFeature.MINIMUM_WAIT,
            RingFeature.CLONED_BUFFERS,
            RingFeature.ZERO_COPY_RECEIVE,
            RingFeature.EPOLL_WAIT,
            RingFeature.REGISTERED_VECTORS,
            RingFeature.MIXED_COMPLETIONS);

    RingFeatures {
        findings = Map.copyOf(findings);
    }

    private Finding finding(RingFeature feature) {
        return findings.getOrDefault(feature, Finding.UNTOLD);
    }

    boolean has(RingFeature feature) {
        return finding(feature).isYes();
    }

    /** It works, or nobody knows before it was tried. */
    boolean mayHave(RingFeature feature) {
        return finding(feature).isPossible();
    }

    /** Whether a receive may take a buffer of the pool. */
    boolean bufferRing() {
        return has(RingFeature.BUFFER_RINGS);
    }

    /** Whether sends may go without copying, and the kernel says whether they did. */
    boolean zeroCopySend() {
        return has(RingFeature.ZERO_COPY_SEND) && has(RingFeature.ZERO_COPY_REPORTS);
    }

    boolean multishotAccept() {
        return has(RingFeature.MULTISHOT_ACCEPT);
    }

    boolean multishotReceive() {
        return bufferRing() && has(RingFeature.MULTISHOT_RECEIVE);
    }

    boolean cancelByHandle() {
        return has(RingFeature.CANCEL_BY_HANDLE);
    }

    boolean syncCancel() {
        return has(RingFeature.SYNC_CANCEL);
    }

    /** Whether entering spares the kernel the look-up of the descriptor. */
    boolean registeredFd() {
        return has(RingFeature.REGISTERED_RING);
    }

    /** Whether waiting is not counted as waiting for a disk. */
    boolean noIowait() {
        return has(RingFeature.NO_IOWAIT);
    }

    boolean kernelThread() {
        return step.uses(RingFeature.KERNEL_THREAD);
    }

    RingFeatures withBufferRing(boolean works) {
        return with(
                RingFeature.BUFFER_RINGS,
                works ? Finding.tried(0) : finding(RingFeature.BUFFER_RINGS).refused());
    }

    RingFeatures with(RingFeature feature, Finding finding) {
        Map<RingFeature, Finding> more = new EnumMap<>(RingFeature.class);
        more.putAll(findings);
        more.put(feature, finding);
        return new RingFeatures(step, more);
    }

    Capabilities capabilities() {
        Set<Feature> features =
                EnumSet.of(Feature.MULTISHOT_POLL, Feature.ASYNC_FILES, Feature.DIRECT_FILES, Feature.UNIX_SOCKETS);
        if (multishotAccept()) {
            features.add(Feature.MULTISHOT_ACCEPT);
        }
        if (zeroCopySend()) {
            features.add(Feature.ZERO_COPY_SEND);
        }
        if (bufferRing()) {
            features.add(Feature.POOL_BUFFERS);
        }
        if (multishotReceive()) {
            features.add(Feature.MULTISHOT_RECEIVE);
            features.add(Feature.MULTISHOT_RECEIVE_FROM);
        }
        return new Capabilities(Capabilities.allOperations(), features, Integer.MAX_VALUE, notes());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("ring set up as " + step);
        if (kernelThread()) {
            notes.add("a thread of the kernel's takes what is submitted, and burns a CPU while there is work");
        } else if (step != SetupStep.DEFERRED) {
            notes.add("completions interrupt the loop; Linux 6.1 makes them in batches");
        }
        note(notes, RingFeature.REGISTERED_RING, "the ring's descriptor is looked up at each enter");
        note(notes, RingFeature.NO_IOWAIT, "an idle loop shows as iowait");
        note(notes, RingFeature.BUFFER_RINGS, "no receive into buffers of the pool");
        if (bufferRing()) {
            note(notes, RingFeature.MULTISHOT_RECEIVE, "a receive is armed for each message");
        }
        if (!zeroCopySend()) {
            note(notes, RingFeature.ZERO_COPY_REPORTS, "sends copy");
        }
        note(notes, RingFeature.TRUNCATE_ENTRY, "truncating a file stops the loop while it lasts");
        return notes;
    }

    private void note(List<String> notes, RingFeature feature, String lack) {
        Finding finding = finding(feature);
        if (finding.isLeftOut()) {
            notes.add(lack + "; " + feature.label() + " is left out by the configuration");
        } else if (!finding.isYes()) {
            notes.add(lack + "; Linux " + feature.since() + " has " + feature.label());
        }
    }

    /** For the probe: every feature, in the order of the table. */
    List<FeatureReport> reports() {
        List<FeatureReport> reports = new ArrayList<>();
        for (RingFeature feature : RingFeature.values()) {
            Finding finding = finding(feature);
            reports.add(new FeatureReport(
                    feature.label(),
                    finding.state(),
                    finding.how(),
                    finding.detail() + (UNUSED.contains(feature) ? "; not used" : ""),
                    feature.since(),
                    fix(feature, finding)));
        }
        return reports;
    }

    private static @Nullable String fix(RingFeature feature, Finding finding) {
        boolean isWanting =
                finding.state() == FeatureReport.State.NO && !finding.isLeftOut() && !UNUSED.contains(feature);
        return isWanting ? "Linux " + feature.since() + " or newer" : null;
    }
}

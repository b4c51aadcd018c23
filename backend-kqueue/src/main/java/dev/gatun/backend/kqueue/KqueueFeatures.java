package dev.gatun.backend.kqueue;

import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.parts.ThreadBinding;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.FeatureReport.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of macOS or FreeBSD the backend uses, thing by thing, for people. Any thread; one use. */
final class KqueueFeatures {
    private final KqueueSystem system;

    KqueueFeatures(KqueueSystem system) {
        this.system = system;
    }

    List<FeatureReport> all() {
        boolean isMacos = system.bsd().isMacos();
        return List.of(
                function(
                        "accept-ready-made",
                        BsdFunction.ACCEPT4,
                        "FreeBSD 10",
                        "accepted sockets take a call each more"),
                function(
                        "vectors-at-offsets",
                        BsdFunction.PREADV,
                        "macOS 11",
                        "vectors of files are a call for each piece"),
                function(
                        "data-sync", BsdFunction.FDATASYNC, "FreeBSD 11.1", "a data sync is a whole one (F_FULLFSYNC)"),
                function(
                        "holes",
                        isMacos ? BsdFunction.FCNTL : BsdFunction.FSPACECTL,
                        "FreeBSD 14",
                        "no holes in files"),
                ThreadBinding.tried(
                        new BsdPlacing(system),
                        isMacos ? "macOS binds no thread to a CPU" : "cpuset_setaffinity was refused"),
                no("files-without-threads", "files go through threads, and kqueue calls them always ready"),
                no("zero-copy-send", "sends copy: the system lends no memory to its network"),
                new FeatureReport(
                        "directory-watches",
                        State.YES,
                        How.READ,
                        "EVFILT_VNODE tells which directory changed, and listings what",
                        null,
                        null));
    }

    private FeatureReport function(String name, BsdFunction function, @Nullable String since, String otherwise) {
        boolean has = system.library().has(function);
        return new FeatureReport(
                name,
                has ? State.YES : State.NO,
                How.READ,
                has ? "the C library has " + function.symbol() : "no " + function.symbol() + ": " + otherwise,
                since,
                null);
    }

    private static FeatureReport no(String name, String why) {
        return new FeatureReport(name, State.NO, How.READ, why, null, null);
    }
}

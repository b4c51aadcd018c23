package dev.gatun.backend.iocp;

import dev.gatun.parts.ThreadBinding;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.FeatureReport.State;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of Windows the backend uses, thing by thing, for people. Any thread; one use. */
final class IocpFeatures {
    private final Functions functions;

    IocpFeatures(Functions functions) {
        this.functions = functions;
    }

    List<FeatureReport> all() {
        return List.of(
                tried("accept-and-connect", true, "a socket told where AcceptEx and ConnectEx are", ""),
                exactWaits(),
                ThreadBinding.tried(new IocpPlacing(functions), "SetThreadAffinityMask was refused"),
                no("files-without-threads", "reading and writing takes none; opening, closing and syncing do"),
                no("zero-copy-send", "sends copy, as far as Windows tells"),
                new FeatureReport(
                        "directory-watches",
                        State.YES,
                        How.READ,
                        "ReadDirectoryChangesW tells what changed",
                        null,
                        null),
                no("unix-sockets", "this backend has none"));
    }

    private static FeatureReport tried(String name, boolean has, String detail, String otherwise) {
        return new FeatureReport(name, has ? State.YES : State.NO, How.TRIED, has ? detail : otherwise, null, null);
    }

    private static FeatureReport no(String name, String why) {
        return new FeatureReport(name, State.NO, How.READ, why, null, null);
    }

    /** By a port that is told of the end of a timer. */
    private FeatureReport exactWaits() {
        try (Arena arena = Arena.ofConfined()) {
            Port port = new Port(functions, 1, arena);
            @Nullable ExactTimer timer = ExactTimer.open(functions, port.handle, arena);
            boolean has = timer != null;
            if (timer != null) {
                timer.close();
            }
            port.close();
            return new FeatureReport(
                    "exact-waits",
                    has ? State.YES : State.LIMITED,
                    How.TRIED,
                    has ? "a timer's end comes through the port" : "deadlines are rounded up to milliseconds",
                    "Windows 10 1803",
                    has ? null : "Windows 10 1803 or newer, or Windows Server 2019");
        }
    }
}

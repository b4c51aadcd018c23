package dev.gatun.net;

import dev.gatun.Cpu;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes streams of the handles that a listener accepted, on the Cpu where they are to live, and hands them to the
 * application. Its Cpu's thread alone.
 */
final class AcceptedStreams implements NetListener.Taker {
    private final NetCore core;
    private final Consumer<NetStream> onStream;
    private final @Nullable AtomicInteger load;
    private @Nullable OptionSetter options;
    private @Nullable StreamOrigin origin;

    /** {@code load} was counted up by whoever chose this core, and is counted down when a stream ends. */
    AcceptedStreams(NetCore core, Consumer<NetStream> onStream, @Nullable AtomicInteger load) {
        this.core = core;
        this.onStream = onStream;
        this.load = load;
    }

    /** What their listener was told, and what became of it; the setter is this core's. */
    void like(OptionSetter setter, List<OptionOutcome> outcomes) {
        options = setter;
        origin = StreamOrigin.of(outcomes, load);
    }

    boolean isOn(Cpu cpu) {
        return core.cpu == cpu;
    }

    @Override
    public void take(long handle) {
        if (core.isClosing()) {
            core.cpu.backend().sockets().close(handle);
            if (load != null) {
                load.decrementAndGet();
            }
            return;
        }
        Objects.requireNonNull(options).applyToAccepted(handle);
        NetStream stream = new NetStream(core, handle, Objects.requireNonNull(origin), core.cpu.newFuture());
        try {
            onStream.accept(stream);
        } catch (RuntimeException e) {
            stream.onHandlerFailed(e);
        }
    }
}

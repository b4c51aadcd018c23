package dev.gatun.backend.iouring;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.io_uring_buf;
import dev.gatun.bindings.linux.io_uring_buf_reg;
import dev.gatun.bindings.linux.io_uring_napi;
import dev.gatun.bindings.linux.io_uring_params;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.FeatureReport.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Tries what no ring needs that is opened as usual, for the probe's report: what has a flag of its own, on a ring of
 * its own; what is registered, on the trial ring. Once, on the thread of that ring.
 */
final class FeatureTrials {
    private static final int ENTRIES = 8;
    private static final int GROUP = 1;
    private static final int NAPI_MICROS = 50;

    private final Ring ring;
    private final Arena arena;
    private RingFeatures features;

    private FeatureTrials(Ring ring, Arena arena) {
        this.ring = ring;
        this.arena = arena;
        features = ring.features();
    }

    /** What the ring has, and what else there is. */
    static RingFeatures complete(Ring ring) {
        try (Arena arena = Arena.ofConfined()) {
            FeatureTrials trials = new FeatureTrials(ring, arena);
            trials.run();
            return trials.features;
        }
    }

    private void run() {
        if (features.mayHave(RingFeature.KERNEL_THREAD)) {
            tried(RingFeature.KERNEL_THREAD, setUp(IoUring.IORING_SETUP_SQPOLL()));
        }
        tryPolledFiles(RingFeature.POLLED_FILES, IoUring.IORING_SETUP_IOPOLL());
        int both = IoUring.IORING_SETUP_IOPOLL() | IoUring.IORING_SETUP_HYBRID_IOPOLL();
        tryPolledFiles(RingFeature.HYBRID_POLLED_FILES, both);
        if (features.mayHave(RingFeature.BUFFER_RINGS)) {
            tried(RingFeature.BUFFER_RINGS, bufferRing(0));
        }
        if (features.mayHave(RingFeature.INCREMENTAL_BUFFERS)) {
            tried(RingFeature.INCREMENTAL_BUFFERS, bufferRing(IoUring.IOU_PBUF_RING_INC()));
        }
        if (features.mayHave(RingFeature.BUSY_POLL)) {
            tried(RingFeature.BUSY_POLL, pollBusily());
        }
        if (features.mayHave(RingFeature.RESIZABLE_RING) && features.step() == SetupStep.DEFERRED) {
            tried(RingFeature.RESIZABLE_RING, ring.resize());
        }
    }

    private void tried(RingFeature feature, int answer) {
        features = features.with(feature, Finding.tried(answer));
    }

    /** That the kernel sets such a ring up says nothing of the devices. */
    private void tryPolledFiles(RingFeature feature, int flags) {
        if (!features.mayHave(feature)) {
            return;
        }
        int answer = setUp(flags);
        features = features.with(
                feature,
                answer < 0
                        ? Finding.tried(answer)
                        : new Finding(
                                State.LIMITED,
                                How.TRIED,
                                "a ring was set up; each device needs queues to poll, and is asked when it is used"));
    }

    private int setUp(int flags) {
        MemorySegment params = arena.allocate(io_uring_params.layout());
        io_uring_params.flags(params, flags);
        io_uring_params.sq_thread_idle(params, 1);
        int answer = Liburing.setUp(ENTRIES, params);
        if (answer >= 0) {
            new RingMapping(answer, params, 0, 0, arena).close();
        }
        return answer;
    }

    private int bufferRing(int flags) {
        MemorySegment registration = arena.allocate(io_uring_buf_reg.layout());
        long buffers = arena.allocate(io_uring_buf.sizeof() * ENTRIES, 4096).address();
        io_uring_buf_reg.ring_addr(registration, buffers);
        io_uring_buf_reg.ring_entries(registration, ENTRIES);
        io_uring_buf_reg.bgid(registration, (short) GROUP);
        io_uring_buf_reg.flags(registration, (short) flags);
        int answer = Liburing.register(ring.fd(), IoUring.IORING_REGISTER_PBUF_RING(), registration, 1);
        if (answer >= 0) {
            Liburing.register(ring.fd(), IoUring.IORING_UNREGISTER_PBUF_RING(), registration, 1);
        }
        return answer;
    }

    private int pollBusily() {
        MemorySegment poll = arena.allocate(io_uring_napi.layout());
        io_uring_napi.busy_poll_to(poll, NAPI_MICROS);
        int answer = Liburing.register(ring.fd(), IoUring.IORING_REGISTER_NAPI(), poll, 1);
        if (answer >= 0) {
            Liburing.register(ring.fd(), IoUring.IORING_UNREGISTER_NAPI(), poll, 1);
        }
        return answer;
    }
}

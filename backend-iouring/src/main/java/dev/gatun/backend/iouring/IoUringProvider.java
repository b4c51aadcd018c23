package dev.gatun.backend.iouring;

import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.linux.LinuxMemory;
import dev.gatun.linux.LinuxPlacing;
import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds out whether io_uring can be used, by sending an operation through a ring, and opens it. Any thread. */
public final class IoUringProvider implements IoBackendProvider {
    static final String NAME = "io_uring";

    private static final int RANK = 100;
    private static final int TRIAL_ENTRIES = 8;

    private final IoUringConfig config;

    /** By default; for {@code ServiceLoader}. */
    public IoUringProvider() {
        this(IoUringConfig.DEFAULT);
    }

    /** For {@code RuntimeConfig.withProviders}. */
    public IoUringProvider(IoUringConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Usability probe() {
        String system = System.getProperty("os.name", "");
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return new Usability(false, "io_uring is of Linux, and this is " + system);
        }
        Optional<String> problem = Liburing.problem();
        if (problem.isPresent()) {
            return new Usability(false, problem.get());
        }
        try {
            return onTrial(IoUringProvider::tryOut);
        } catch (RingRefusedException e) {
            return new Usability(false, String.valueOf(e.getMessage()));
        }
    }

    /** A ring as it would be opened, and closed again. */
    private <T> T onTrial(Function<Ring, T> trial) {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new RingSetup(config, arena).open(TRIAL_ENTRIES, true);
            try {
                return trial.apply(ring);
            } finally {
                ring.close();
            }
        }
    }

    /** Features of set-up, of which a ring has some and can't have others, are tried each on a ring of its own. */
    @Override
    public List<FeatureReport> features() {
        if (!probe().usable()) {
            return List.of();
        }
        return onTrial(FeatureTrials::complete).reports();
    }

    private static Usability tryOut(Ring ring) {
        int entered = Liburing.enter(ring.fd(), 0, 0, 0, 0, 0);
        if (entered < 0) {
            throw new RingRefusedException("io_uring_enter", entered, Remedy.of(entered, TRIAL_ENTRIES));
        }
        long userData = 42;
        ring.put(IoUring.IORING_OP_NOP(), 0, 0, 0, userData, 0);
        ring.enterAndWait(1_000_000_000);
        int head = ring.completionHead();
        boolean came = head != ring.completionTailAcquire() && Ring.userData(ring.completion(head)) == userData;
        return came
                ? new Usability(
                        true,
                        "a ring took an operation and completed it ("
                                + ring.features().step() + ")")
                : new Usability(false, "a ring was set up, and an operation sent through it did not come back");
    }

    @Override
    public IoBackend open(Settings settings) {
        Liburing.problem().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        return new IoUringBackend(settings, config);
    }

    @Override
    public RegionAdvice regionAdvice() {
        return new LinuxMemory(new SystemCalls(Arena.ofAuto()));
    }

    @Override
    public Placing placing() {
        return new LinuxPlacing();
    }
}

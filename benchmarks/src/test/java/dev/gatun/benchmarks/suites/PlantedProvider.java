package dev.gatun.benchmarks.suites;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Placing;
import dev.gatun.spi.RegionAdvice;
import dev.gatun.spi.Sockets;
import java.util.EnumSet;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * io_uring with a fault planted in it, so that the harness can be caught not seeing it. Our programs take a backend by
 * its name and know nothing of this one.
 */
public abstract class PlantedProvider implements IoBackendProvider {
    private static final int DROPPED_EACH = 100;
    private static final Set<OperationKind> DROPPED =
            EnumSet.of(OperationKind.NOP, OperationKind.SEND, OperationKind.SEND_TO);

    private final IoBackendProvider real = ServiceLoader.load(IoBackendProvider.class).stream()
            .filter(each -> each.type().getName().startsWith("dev.gatun.backend.iouring."))
            .findFirst()
            .orElseThrow()
            .get();

    /** Sleeps in every poll. */
    public static final class Sleeping extends PlantedProvider {
        @Override
        public String name() {
            return "planted-sleep";
        }

        @Override
        void beforePoll() {
            LockSupport.parkNanos(1);
        }
    }

    /** Allocates for every operation. */
    public static final class Allocating extends PlantedProvider {
        volatile byte @Nullable [] garbage;

        @Override
        public String name() {
            return "planted-allocation";
        }

        @Override
        boolean passesOn(Operation operation) {
            garbage = new byte[32];
            return true;
        }
    }

    /** Drops some of what it was given to do, and says that it took it. */
    public static final class Dropping extends PlantedProvider {
        private int count;

        @Override
        public String name() {
            return "planted-drop";
        }

        @Override
        boolean passesOn(Operation operation) {
            OperationKind kind = operation.kind();
            return !DROPPED.contains(kind) || ++count % DROPPED_EACH != 0;
        }
    }

    void beforePoll() {}

    boolean passesOn(Operation operation) {
        return true;
    }

    /** Never chosen unless it is named. */
    @Override
    public int rank() {
        return Integer.MIN_VALUE;
    }

    @Override
    public Usability probe() {
        return real.probe();
    }

    @Override
    public @Nullable RegionAdvice regionAdvice() {
        return real.regionAdvice();
    }

    @Override
    public Placing placing() {
        return real.placing();
    }

    @Override
    public IoBackend open(Settings settings) {
        return new Planted(real.open(settings));
    }

    private final class Planted implements IoBackend {
        private final IoBackend backend;

        Planted(IoBackend backend) {
            this.backend = backend;
        }

        @Override
        public String name() {
            return backend.name();
        }

        @Override
        public Capabilities capabilities() {
            return backend.capabilities();
        }

        @Override
        public Sockets sockets() {
            return backend.sockets();
        }

        @Override
        public FileFacts fileFacts() {
            return backend.fileFacts();
        }

        @Override
        public int submit(Operation operation) {
            return passesOn(operation) ? backend.submit(operation) : 0;
        }

        @Override
        public int cancel(Operation operation) {
            return backend.cancel(operation);
        }

        @Override
        public int poll(long nowNanos, long deadlineNanos, Completions into) {
            beforePoll();
            return backend.poll(nowNanos, deadlineNanos, into);
        }

        @Override
        public void wake() {
            backend.wake();
        }

        @Override
        public int inFlight() {
            return backend.inFlight();
        }

        @Override
        public int closeAndCountLeaked() {
            return backend.closeAndCountLeaked();
        }
    }
}

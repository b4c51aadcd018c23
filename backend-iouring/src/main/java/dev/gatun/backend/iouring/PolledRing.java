package dev.gatun.backend.iouring;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.linux.LinuxErrors;
import dev.gatun.spi.Completions;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The second ring, for reads and writes of files opened for direct access, if the configuration asks for it: their
 * completions are fetched from the device, so while any is in flight the loop comes by at each turn and does not park.
 * Opened when the first such file is used. A device that has no queue to poll says so at the first operation, which
 * then goes through the usual ring, as does all that follows on that handle: a setting of the backend's must not make
 * files fail. The Cpu's thread alone; lives as long as the backend.
 */
final class PolledRing {
    private static final long DRAIN_NANOS = 1_000_000_000;

    private final IoUringConfig config;
    private final Ring usual;
    private final EntryWriter writer;
    private final FlightTable flights;
    private final SystemCalls calls;
    private final Arena arena;
    private final int entries;

    /**
     * Handles that were looked at, and of them those to poll. Either may be wrong about a number that means another
     * file by now, and does no harm: the usual ring takes all, and what this one can't do it hands over.
     */
    private final BitSet known = new BitSet();

    private final BitSet polled = new BitSet();

    private @Nullable Ring ring;
    private boolean isRefused;
    private int inFlight;
    private long fallbacks;

    PolledRing(
            IoUringConfig config,
            int entries,
            Ring usual,
            EntryWriter writer,
            FlightTable flights,
            SystemCalls calls,
            Arena arena) {
        this.config = config;
        this.entries = entries;
        this.usual = usual;
        this.writer = writer;
        this.flights = flights;
        this.calls = calls;
        this.arena = arena;
    }

    /** How many operations the usual ring had to do instead. */
    long fallbacks() {
        return fallbacks;
    }

    long enters() {
        return ring == null ? 0 : ring.enters();
    }

    /** True exactly when the loop must not park. */
    boolean isBusy() {
        return inFlight > 0;
    }

    /** True exactly when the operation is this ring's, and was taken. */
    boolean takes(Operation operation) {
        int opcode = opcode(operation);
        if (opcode < 0 || !isPolled((int) operation.handle())) {
            return false;
        }
        Ring target = opened();
        if (target == null || !target.hasRoom(1)) {
            return false;
        }
        flights.takeOff();
        flights.keep(operation);
        inFlight++;
        long head = opcode | operation.handle() << Integer.SIZE;
        long length = operation.length();
        target.put(head, operation.offset(), operation.address(), length, Tag.plain(operation), 0);
        return true;
    }

    private static int opcode(Operation operation) {
        return switch (operation.kind()) {
            case READ -> IoUring.IORING_OP_READ();
            case WRITE -> IoUring.IORING_OP_WRITE();
            case READ_VECTORED -> IoUring.IORING_OP_READV();
            case WRITE_VECTORED -> IoUring.IORING_OP_WRITEV();
            default -> -1;
        };
    }

    private boolean isPolled(int handle) {
        if (handle < 0) {
            return false;
        }
        if (!known.get(handle)) {
            known.set(handle);
            long flags = calls.immediate(Syscalls.__NR_fcntl(), handle, Linux.F_GETFL(), 0);
            polled.set(handle, flags >= 0 && (flags & Linux.O_DIRECT()) != 0);
        }
        return polled.get(handle);
    }

    /** The handle is being closed: its number will mean another file. */
    void forget(long handle) {
        if (handle >= 0) {
            known.clear((int) handle);
        }
    }

    private @Nullable Ring opened() {
        if (ring == null && !isRefused) {
            try {
                ring = new RingSetup(config.withoutKernelThread(), flags(), arena).open(entries, false);
            } catch (RingRefusedException _) {
                isRefused = true; // a limit, or a kernel without it: the usual ring does the same, and more slowly
                polled.clear();
            }
        }
        return ring;
    }

    private int flags() {
        boolean sleeps = config.polledFiles() == IoUringConfig.PolledFiles.HYBRID
                && usual.features().mayHave(RingFeature.HYBRID_POLLED_FILES);
        return IoUring.IORING_SETUP_IOPOLL() | (sleeps ? IoUring.IORING_SETUP_HYBRID_IOPOLL() : 0);
    }

    /** Fetches from the devices what is ready; waits for nothing but, if so set up, the kernel's own short sleep. */
    void poll(Completions into) {
        Ring target = ring;
        if (inFlight == 0 || target == null) {
            return;
        }
        target.enter();
        int head = target.completionHead();
        int tail = target.completionTailAcquire();
        while (head != tail && !into.isFull() && usual.hasRoom(EntryWriter.ENTRIES_MAX)) {
            long completion = target.completion(head++);
            complete(Tag.userData(Ring.userData(completion)), (int) Ring.outcome(completion), into);
        }
        target.completionHeadRelease(head);
    }

    private void complete(long userData, int result, Completions into) {
        Operation operation = flights.find(userData);
        flights.land(userData);
        inFlight--;
        if (result == -Linux.EOPNOTSUPP() && operation != null) {
            fallbacks++;
            polled.clear((int) operation.handle());
            writer.write(operation);
        } else if (result < 0) {
            into.addError(userData, LinuxErrors.of(-result), -result);
        } else {
            into.add(userData, result, 0);
        }
    }

    /** The end: a device finishes what it was given. Entering does not wait for what is on its way to a device yet. */
    void drainAndClose() {
        Ring target = ring;
        if (target == null) {
            return;
        }
        long start = System.nanoTime();
        while (inFlight > 0 && System.nanoTime() - start < DRAIN_NANOS) {
            target.enter();
            int head = target.completionHead();
            int tail = target.completionTailAcquire();
            while (head != tail) {
                flights.land(Tag.userData(Ring.userData(target.completion(head++))));
                inFlight--;
            }
            target.completionHeadRelease(head);
        }
        target.close();
    }
}

package dev.gatun;

import dev.gatun.spi.BufferSource;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Completions;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Placing;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Topology;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A backend that does what a test says: nothing completes by itself. It parks for real, so that wake-ups can be
 * lost.
 */
final class ScriptedBackend implements IoBackend {
    final List<Operation> submitted = new ArrayList<>();
    final List<Operation> cancelled = new ArrayList<>();
    final List<Long> deadlines = new ArrayList<>();
    final List<Integer> closedHandles = new ArrayList<>();
    final BufferSource buffers;
    int room = Integer.MAX_VALUE;
    Runnable onSubmit = () -> {};
    Runnable onPark = () -> {};
    boolean cancelFindsNothing;
    boolean answersCancel = true;
    boolean closed;

    /** What the files of this system want; null: none is open for direct access. */
    FileFacts.@Nullable DirectAccess directAccess;

    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final ArrayDeque<Completions> sink = new ArrayDeque<>();
    private volatile boolean woken;
    private int inFlight;

    /** Opens one for each Cpu and remembers the last. */
    static final class Provider implements IoBackendProvider {
        volatile ScriptedBackend last = new ScriptedBackend(new NoBuffers());
        final List<Integer> pinned = new CopyOnWriteArrayList<>();
        boolean usable = true;

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public int rank() {
            return 1;
        }

        @Override
        public Placing placing() {
            return new Placing() {
                @Override
                public Topology topology() {
                    return Topology.unknown(2);
                }

                @Override
                public int pin(int cpu) {
                    pinned.add(cpu);
                    return cpu == 0 ? 0 : IoError.NOT_SUPPORTED.result();
                }

                @Override
                public Optional<String> runInRealTime(int priority) {
                    return Optional.of("the script says no");
                }
            };
        }

        @Override
        public Usability probe() {
            return new Usability(usable, usable ? "it is scripted" : "the script says no");
        }

        @Override
        public IoBackend open(Settings settings) {
            last = new ScriptedBackend(settings.buffers());
            return last;
        }
    }

    ScriptedBackend(BufferSource buffers) {
        this.buffers = buffers;
    }

    void complete(Operation operation, int result) {
        inFlight--;
        long userData = operation.userData();
        ready.add(() -> into().add(userData, result, 0));
    }

    void completeMore(Operation operation, int result) {
        long userData = operation.userData();
        ready.add(() -> into().add(userData, result, Completions.MORE));
    }

    void completeWithBuffer(Operation operation, int bytes, int flags) {
        int block = buffers.take(bytes);
        long userData = operation.userData();
        inFlight -= (flags & Completions.MORE) == 0 ? 1 : 0;
        ready.add(() -> into().addBuffer(userData, bytes, flags, block, 0));
    }

    void completeRaw(long userData, int result) {
        ready.add(() -> into().add(userData, result, 0));
    }

    void fail(Operation operation, IoError error, int nativeNumber) {
        inFlight--;
        long userData = operation.userData();
        ready.add(() -> into().addError(userData, error, nativeNumber));
    }

    private Completions into() {
        return sink.getLast();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Capabilities.allOperations(), EnumSet.allOf(Capabilities.Feature.class), 1 << 16, List.of());
    }

    @Override
    public Sockets sockets() {
        return new NoSockets();
    }

    @Override
    public FileFacts fileFacts() {
        return new ScriptedFacts();
    }

    @Override
    public int submit(Operation operation) {
        if (room == 0) {
            return IoError.QUEUE_FULL.result();
        }
        room--;
        inFlight++;
        submitted.add(operation);
        onSubmit.run();
        return 0;
    }

    @Override
    public int cancel(Operation operation) {
        cancelled.add(operation);
        if (cancelFindsNothing) {
            return IoError.NOT_FOUND.result();
        }
        if (answersCancel) {
            complete(operation, IoError.CANCELLED.result());
        }
        return 0;
    }

    @Override
    public int poll(long nowNanos, long deadlineNanos, Completions into) {
        deadlines.add(deadlineNanos);
        if (ready.isEmpty() && deadlineNanos != NOW) {
            onPark.run();
            parkUntil(nowNanos, deadlineNanos);
        }
        woken = false;
        sink.add(into);
        int before = into.count();
        while (!ready.isEmpty() && !into.isFull()) {
            ready.removeFirst().run();
        }
        sink.clear();
        return into.count() - before;
    }

    private void parkUntil(long nowNanos, long deadlineNanos) {
        sleeper = Thread.currentThread();
        long nanos = deadlineNanos == NEVER ? Long.MAX_VALUE : deadlineNanos - nowNanos;
        long endNanos = System.nanoTime() + Math.min(nanos, 10_000_000_000L);
        while (!woken && System.nanoTime() - endNanos < 0) {
            LockSupport.parkNanos(endNanos - System.nanoTime());
        }
    }

    private volatile Thread sleeper = Thread.currentThread();

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(sleeper);
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public int closeAndCountLeaked() {
        closed = true;
        return inFlight;
    }

    private static final class NoBuffers implements BufferSource {
        @Override
        public long regionAddress() {
            return 0;
        }

        @Override
        public long regionBytes() {
            return 0;
        }

        @Override
        public int take(int bytes) {
            return -1;
        }

        @Override
        public void give(int block) {
            throw new IllegalArgumentException("block " + block);
        }

        @Override
        public long blockAddress(int block) {
            throw new IllegalArgumentException("block " + block);
        }

        @Override
        public int blockBytes(int block) {
            throw new IllegalArgumentException("block " + block);
        }
    }

    /** Every fact has its own number for a value, and the memory is not looked at. */
    private final class ScriptedFacts implements FileFacts {
        @Override
        public int statusBytes() {
            return 64;
        }

        @Override
        public long read(MemorySegment status, Fact fact) {
            return fact.ordinal();
        }

        @Override
        public @Nullable DirectAccess directAccess(long handle) {
            return directAccess;
        }
    }

    /** Closes handles, and knows nothing else. */
    private final class NoSockets implements Sockets {
        @Override
        public int addressBytes() {
            return 32;
        }

        @Override
        public int writeAddress(SocketAddress socketAddress, long address) {
            return IoError.ADDRESS_FAMILY.result();
        }

        @Override
        public SocketAddress readAddress(long address, int length) {
            throw new IllegalStateException("no address at " + address);
        }

        @Override
        public long open(Family family, Type type) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int bind(long handle, long address, int length) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int listen(long handle, int backlog) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int localAddress(long handle, long address) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int peerAddress(long handle, long address) {
            return IoError.NOT_SUPPORTED.result();
        }

        @Override
        public int close(long handle) {
            closedHandles.add((int) handle);
            return 0;
        }

        @Override
        public DatagramBatch newBatch(int capacity) {
            throw new IllegalStateException("no batch of " + capacity);
        }
    }
}

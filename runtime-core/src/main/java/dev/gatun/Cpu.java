package dev.gatun;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One core's loop, with its buffers, timers and futures. Everything here is its thread's alone, and a foreign thread is
 * refused (invariant 1), except for the methods that begin with {@code request} and {@link #statistics}. Driven by the
 * thread of an {@link IoRuntime}, or by the application's own: then whoever makes the Cpu calls {@link #tick} or
 * {@link #tickOrPark}, and in the end {@link #close(long)}.
 */
public final class Cpu extends CpuLoop {
    private final int index;
    private final Arena arena = Arena.ofShared();
    private final ArrayDeque<IoFuture> lendable = new ArrayDeque<>();
    private final Map<CpuLocal<?>, Object> locals = new HashMap<>();
    private boolean closing;

    /** A Cpu of its own, for the calling thread to drive. */
    public static Cpu standalone(IoBackendProvider provider, CpuConfig config) {
        return standalone(1, provider, config).getFirst();
    }

    /** Several that can send to each other, all for the calling thread to drive. */
    public static List<Cpu> standalone(int count, IoBackendProvider provider, CpuConfig config) {
        Mesh mesh = new Mesh(count, config);
        List<Cpu> cpus = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cpus.add(new Cpu(i, provider, config, mesh.port(i)));
        }
        return cpus;
    }

    /** On the thread that will drive it. */
    Cpu(int index, IoBackendProvider provider, CpuConfig config, Mesh.Port port) {
        super(index, provider, config, port);
        this.index = index;
    }

    @Override
    Cpu self() {
        return this;
    }

    // --- for its thread ---------------------------------------------------------------------------------------------

    public int index() {
        return index;
    }

    /** The loop's reading of the clock, the same all through a tick (invariant 8). */
    public long nowNanos() {
        return now();
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    public BufferPool buffers() {
        return buffers;
    }

    public IoFuture newFuture() {
        checkOwner();
        checkOpen();
        IoFuture future = new IoFuture(this);
        futures.add(future);
        return future;
    }

    public NativeAddress newAddress() {
        checkOwner();
        int bytes = backend.sockets().addressBytes();
        return new NativeAddress(this, arena.allocate(bytes, 8).address(), bytes);
    }

    public FileStatus newStatus() {
        checkOwner();
        return new FileStatus(this, arena.allocate(backend.fileFacts().statusBytes(), 8));
    }

    public BufferVector newVector(int capacity) {
        checkOwner();
        return new BufferVector(arena.allocate(BufferVector.bytesFor(capacity), 8));
    }

    public DatagramBatch newBatch(int capacity) {
        checkOwner();
        return backend.sockets().newBatch(capacity);
    }

    /** For so many datagrams at once, in buffers of their own. */
    public BufferBatch newBufferBatch(int capacity) {
        checkOwner();
        return new BufferBatch(this, capacity);
    }

    /** Fires once, {@code delayNanos} from this tick's time on. */
    public void schedule(Timer timer, long delayNanos) {
        checkOwner();
        if (delayNanos < 0) {
            throw new IllegalArgumentException("a delay of " + delayNanos + " ns is negative");
        }
        timers.catchUp(now());
        timers.schedule(timer, TimerWheel.deadlineAfter(now(), delayNanos));
    }

    /** Runs after what is being run now, within this tick or the next. */
    public void execute(Runnable task) {
        checkOwner();
        tasks.addLast(task);
    }

    /**
     * Sends a message to another core; called on this one's thread. Bounded: false when the queue is full, and the
     * message is still the caller's.
     */
    public boolean send(Cpu target, CoreMessage message) {
        checkOwner();
        return port.send(target.port, message, counters);
    }

    /**
     * Takes a handle over, for good: what it answers is what to call the handle on this Cpu from now on, which may make
     * operations cheaper. It must then be used here alone, and closed here, by an operation or by {@code sockets()}.
     */
    public long adopt(long handle) {
        checkOwner();
        return backend.adopt(handle);
    }

    /** The backend, for what it does without an operation: sockets above all. */
    public IoBackend backend() {
        return backend;
    }

    // --- for any thread ---------------------------------------------------------------------------------------------

    /** Sends a message to this Cpu from any thread; false when too many wait already, or the Cpu has stopped. */
    public boolean requestRun(CoreMessage message) {
        return port.request(message);
    }

    /**
     * Runs one operation on this Cpu: {@code arm} arms the future that it is given, on the Cpu's thread. {@code join()}
     * what it answers from a virtual thread to write blocking code; never on a Cpu's own thread.
     */
    public CompletableFuture<Integer> request(Consumer<IoFuture> arm) {
        ForeignRequest request = new ForeignRequest(arm);
        if (!requestRun(request)) {
            request.refuse(port.isOpen() ? IoError.QUEUE_FULL : IoError.CLOSED);
        }
        return request.result();
    }

    public CpuStatistics statistics() {
        return counters.snapshot(operations, backend.statistics());
    }

    // --- ending -----------------------------------------------------------------------------------------------------

    /**
     * Cancels what is in flight, waits for the kernel to let go of it, and releases everything. What the kernel does
     * not give back within {@code timeoutNanos} is told {@link IoError#BACKEND_FAILED}; its memory is left alone for
     * ever, and reported.
     */
    public CloseReport close(long timeoutNanos) {
        checkOwner();
        if (closing) {
            return CloseReport.NOTHING;
        }
        return new Closing(this, futures, clock).run(timeoutNanos);
    }

    /** What was made beside this Cpu hears of its end, while it can still do something. */
    void tellLocals() {
        locals.forEach(CpuLocal::tellClosing);
    }

    /** No verb from now on; what is armed still ends. */
    void refuseVerbs() {
        closing = true;
        supported.nothingFromNowOn();
        readyKinds = 0;
    }

    /** Closes the port first: then nobody sends any more, and nothing arrives unseen. */
    void release(Closing.Leaks leaks) {
        port.close();
        leaks.operations = backend.closeAndCountLeaked();
        leaks.blocks = buffers.closeAndCountLeaked();
        if (leaks.operations == 0 && leaks.stragglers == 0) {
            arena.close();
        }
    }

    // --- for futures ------------------------------------------------------------------------------------------------

    @Override
    void checkOwner() {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException("Cpu " + index + " belongs to " + owner.getName() + ", and "
                    + Thread.currentThread().getName() + " called; use a method whose name begins with request");
        }
    }

    void checkOpen() {
        if (closing) {
            throw new IllegalStateException("Cpu " + index + " is closed, or closing");
        }
    }

    boolean isClosing() {
        return closing;
    }

    Map<CpuLocal<?>, Object> locals() {
        return locals;
    }

    /** A future for an operation that nobody here asked for; used again and again. */
    IoFuture borrowFuture() {
        IoFuture future = lendable.pollLast();
        if (future == null) {
            future = new IoFuture(this);
            futures.add(future);
        }
        return future;
    }

    /** As it was made; one that its borrower has closed, or armed again and so keeps, is not lent any more. */
    void giveBackFuture(IoFuture future) {
        if (future.isArmed() || future.isAbandoned()) {
            return;
        }
        future.onComplete(IoFuture.NOBODY).timeoutNanos(0).on(null);
        lendable.addLast(future);
    }

    /** From any thread; can't be refused. */
    void sendHome(Homecoming home) {
        port.sendHome(home);
    }

    Pulse pulse() {
        return pulse;
    }

    boolean isAsleep() {
        return pulse.isResting();
    }

    void requestWake() {
        port.wakeIfAsleep();
    }

    Thread owner() {
        return owner;
    }
}

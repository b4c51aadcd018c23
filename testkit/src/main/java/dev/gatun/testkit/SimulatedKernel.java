package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.IoBackend;
import dev.gatun.spi.IoBackendProvider.Settings;
import dev.gatun.spi.IoError;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One simulated machine: its clock, handles, network and disk, and a backend for each of its cores. One thread drives
 * all of it, the first that submits; one seed decides everything, so that the same seed and the same calls give the
 * same run. A driver lets each core tick until none has anything to do, then moves the time to {@link
 * #nextEventNanos}:
 *
 * <pre>{@code long next = kernel.nextEventNanos(); kernel.advance(next - kernel.nowNanos()); }</pre>
 *
 * <p>The clock that the cores are given must be {@link #nowNanos}. A caller's mistake is a {@link SimulationFailure}.
 */
public final class SimulatedKernel {
    private final long seed;
    private final Faults faults;
    private final Limits limits;
    private final VirtualClock clock = new VirtualClock();
    private final Trace trace;
    private final Dice dice;
    private final Outcomes outcomes;
    private final HandleTable handles;
    private final SimulatedNetwork network = new SimulatedNetwork();
    private final SimulatedFileSystem files;
    private final SimulatedSockets sockets;
    private final SimulatedFileFacts fileFacts = new SimulatedFileFacts(this);
    private final Capabilities capabilities;
    private final List<SimulatedBackend> backends = new ArrayList<>();
    private final List<Flight> flights = new ArrayList<>();
    /** Operations that were cancelled and stay armed until then. */
    private final EventQueue lateCancels = new EventQueue();

    private @Nullable KernelObject firstMarked;
    private @Nullable KernelObject lastMarked;
    private @Nullable Thread owner;

    public SimulatedKernel(long seed, Faults faults) {
        this(seed, faults, Limits.usual());
    }

    public SimulatedKernel(long seed, Faults faults, Limits limits) {
        this.seed = seed;
        this.faults = faults;
        this.limits = limits;
        trace = new Trace(clock, limits.intValue(Limit.TRACE_EVENTS));
        dice = new Dice(seed, faults, trace);
        outcomes = new Outcomes(clock, dice, trace, limits.intValue(Limit.COMPLETIONS));
        handles = new HandleTable(this, dice, trace);
        files = new SimulatedFileSystem(this);
        sockets = new SimulatedSockets(this);
        capabilities = new Capabilities(
                        Capabilities.allOperations(),
                        EnumSet.allOf(Feature.class),
                        limits.intValue(Limit.OPERATIONS),
                        List.of("a simulation with seed " + seed))
                .with(OperationKind.SEND_FILE);
    }

    public long seed() {
        return seed;
    }

    /** A backend for one more core of this machine. */
    public IoBackend newBackend(Settings settings) {
        SimulatedBackend backend = new SimulatedBackend(this, settings, sockets);
        backends.add(backend);
        return backend;
    }

    /** Virtual time, from 0. */
    public long nowNanos() {
        return clock.nowNanos();
    }

    /** Lets time pass, and happen what happens in it; the cores see it when they poll. */
    public void advance(long nanos) {
        enter();
        if (nanos < 0) {
            throw new IllegalArgumentException("time does not go back: " + nanos + " ns");
        }
        long target = Math.addExact(clock.nowNanos(), nanos);
        while (lateCancels.firstAtNanos() <= target) {
            Event event = lateCancels.remove();
            clock.moveTo(Math.max(clock.nowNanos(), event.atNanos));
            Flight flight = event.flight();
            if (flight.arming == event.arming && !flight.isOver) {
                endCancelled(flight);
            }
            lateCancels.free(event);
            settle();
        }
        clock.moveTo(target);
    }

    /**
     * The next instant at which polling is worth while: when a result can be seen, or a parked core's deadline
     * passes. The present while a core is not parked (it found something, was woken, or polled with a deadline that
     * had passed) or has not handed over what it submitted; {@link IoBackend#NEVER} when nothing will ever happen.
     */
    public long nextEventNanos() {
        long now = clock.nowNanos();
        if (firstMarked != null) {
            return now;
        }
        long next = Math.max(now, lateCancels.firstAtNanos());
        for (int i = 0; i < backends.size(); i++) {
            next = Math.min(next, backends.get(i).nextEventNanos(now));
        }
        return next;
    }

    public SimulatedFileSystem files() {
        return files;
    }

    /** The network breaks the connection of a stream: both ends are reset. */
    public void resetConnection(long handle) {
        enter();
        if (!(handles.get(handle) instanceof SimulatedStream stream)) {
            throw new IllegalArgumentException(
                    "handle " + handle + " is no stream; open are: " + handles.descriptions());
        }
        stream.reset();
        settle();
    }

    public FaultCounts faultCounts() {
        return dice.counts();
    }

    /** The last {@link Limit#TRACE_EVENTS} events, a line each. */
    public List<String> trace() {
        return trace.lines();
    }

    /** A digest of all events since the beginning: the same for the same run. */
    public long fingerprint() {
        return trace.fingerprint();
    }

    /** Fails unless nothing is in flight and no handle is open. */
    public void assertQuiet() {
        enter();
        settle();
        StringBuilder unquiet = new StringBuilder();
        for (Flight flight : flights) {
            if (flight.isArmed()) {
                String how = flight.isLeaked ? "left in the kernel by close: " : "in flight: ";
                unquiet.append("\n  ").append(how).append(flight);
            }
        }
        for (String description : handles.descriptions()) {
            unquiet.append("\n  open: ").append(description);
        }
        if (!unquiet.isEmpty()) {
            throw failure("the machine is not quiet" + unquiet);
        }
        assert firstMarked == null : "an object waits to be serviced";
    }

    /** Every way in passes here: one thread drives a machine (invariant 1). */
    void enter() {
        Thread current = Thread.currentThread();
        if (current != owner) {
            if (owner != null) {
                throw failure(current + " used the machine that " + owner + " drives (invariant 1)");
            }
            owner = current;
        }
    }

    SimulationFailure failure(String what) {
        String last = String.join("\n  ", trace.lines());
        String message = "seed " + seed + ": " + what + "\nat event " + trace.count() + ", " + clock.nowNanos()
                + " ns; to replay, make the same calls on\n  new SimulatedKernel(" + seed + "L, " + faults + ", "
                + limits
                + ")\nlast events:\n  " + last;
        return new SimulationFailure(message, seed, clock.nowNanos(), trace.count());
    }

    /** The object is serviced when the kernel settles. */
    void mark(KernelObject object) {
        if (object.isMarked) {
            return;
        }
        object.isMarked = true;
        KernelObject last = lastMarked;
        if (last == null) {
            firstMarked = object;
        } else {
            last.nextMarked = object;
        }
        lastMarked = object;
    }

    /** Lets everything that can go on go on, until nothing can. One after the other: no recursion between objects. */
    void settle() {
        KernelObject object = firstMarked;
        while (object != null) {
            firstMarked = object.nextMarked;
            if (firstMarked == null) {
                lastMarked = null;
            }
            object.nextMarked = null;
            object.isMarked = false;
            object.service();
            object = firstMarked;
        }
    }

    void execute(Flight flight) {
        if (!flight.isValid) {
            outcomes.end(flight, IoError.INVALID);
            return;
        }
        switch (flight.kind) {
            case NOP -> outcomes.complete(flight, 0);
            case OPEN -> openFile(flight);
            case CLOSE -> outcomes.complete(flight, handles.close(flight.handle));
            default -> {
                KernelObject object = handles.get(flight.handle);
                if (object == null) {
                    outcomes.end(flight, IoError.BAD_HANDLE);
                } else {
                    object.begin(flight);
                }
            }
        }
        settle();
    }

    void cancel(Flight flight) {
        if (dice.hit(Fault.CANCEL_LATE)) {
            Event event = lateCancels.blank();
            event.aim(flight);
            event.atNanos = clock.nowNanos() + dice.delayNanos();
            event.order = 0;
            event.sequence = trace.count();
            lateCancels.add(event);
        } else {
            endCancelled(flight);
        }
    }

    private void endCancelled(Flight flight) {
        outcomes.end(flight, IoError.CANCELLED);
        mark(flight.object()); // who waited behind it may go on
    }

    /** The kernel is about to use the memory of a flight; its caller must not have. */
    void open(Flight flight) {
        checkUntouched(flight);
        flight.memory.open();
    }

    /** The caller must not have touched what it lent. */
    void checkUntouched(Flight flight) {
        String changed = flight.changed();
        if (!changed.isEmpty()) {
            throw failure(flight + ": its " + changed + " changed while it was in flight (invariant 3)");
        }
        String violated = flight.memory.violated();
        if (!violated.isEmpty()) {
            throw failure(flight + ": " + violated + " was written while the memory was the kernel's (invariant 4)");
        }
    }

    void write(long address, byte[] bytes, int count) {
        MemorySegment.copy(bytes, 0, NativeMemory.ALL, ValueLayout.JAVA_BYTE, address, count);
    }

    /** An operation on a handle that has not happened yet, or null. */
    @Nullable
    Flight inFlightOn(long handle) {
        for (Flight flight : flights) {
            boolean begun = flight.object != null || flight.isQueued;
            if (begun && flight.isArmed() && !flight.isOver && flight.needs(handle)) {
                return flight;
            }
        }
        return null;
    }

    private void openFile(Flight flight) {
        IoError error = dice.error(flight.kind);
        if (error != null) {
            outcomes.end(flight, error);
            return;
        }
        open(flight);
        byte[] path = new byte[flight.room()];
        flight.memory.data.get(0, path, 0, path.length);
        flight.memory.seal();
        String name = new String(path, StandardCharsets.UTF_8);
        outcomes.complete(flight, (int) files.open(name, flight.flags, (int) flight.offset));
    }

    SimulatedFileFacts fileFacts() {
        return fileFacts;
    }

    Trace recorder() {
        return trace;
    }

    Dice dice() {
        return dice;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    HandleTable handles() {
        return handles;
    }

    SimulatedNetwork network() {
        return network;
    }

    Limits limits() {
        return limits;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    List<Flight> flights() {
        return flights;
    }
}

package dev.gatun.testkit;

import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flights of one backend, used again and again, and the checks at their beginning and end. The driver's thread
 * only.
 */
final class FlightDesk {
    private final SimulatedKernel kernel;
    private final SimulatedBackend backend;
    private final Trace trace;
    /** Of all backends of the machine: the slot of a flight, less one, is its index. */
    private final List<Flight> flights;

    private final int operationsMax;
    private @Nullable Flight firstFree;
    private int inFlight;

    FlightDesk(SimulatedKernel kernel, SimulatedBackend backend) {
        this.kernel = kernel;
        this.backend = backend;
        trace = kernel.recorder();
        flights = kernel.flights();
        operationsMax = kernel.limits().intValue(Limit.OPERATIONS);
    }

    int inFlight() {
        return inFlight;
    }

    boolean isFull() {
        return inFlight == operationsMax;
    }

    void checkNotInFlight(Operation operation) {
        Flight flight = current(operation);
        if (flight != null) {
            throw kernel.failure(flight + " was submitted again while it was in flight (invariant 3)");
        }
        if (operation.kind() == OperationKind.TIMEOUT) {
            throw kernel.failure("a TIMEOUT was submitted: it is the core's own, no backend sees it");
        }
    }

    Flight take(Operation operation) {
        SimulatedBatch batch = null;
        if (operation.kind() == OperationKind.RECEIVE_BATCH || operation.kind() == OperationKind.SEND_BATCH) {
            if (!(operation.batch() instanceof SimulatedBatch simulated)) {
                throw kernel.failure(operation + " carries a batch that another backend made");
            }
            batch = simulated;
        }
        Flight flight = firstFree;
        if (flight == null) {
            flight = new Flight(backend, flights.size() + 1);
            flights.add(flight);
        } else {
            firstFree = flight.nextFree;
            flight.nextFree = null;
        }
        flight.take(operation, batch, trace.count() + 1);
        if (batch != null) {
            batch.lend(operation.toString());
        }
        inFlight++;
        trace.flight(Trace.Step.SUBMITTED, flight, 0, 0);
        return flight;
    }

    /** The flight of an operation that was submitted here; null when it has landed. */
    @Nullable
    Flight find(Operation operation) {
        Flight flight = current(operation);
        if (flight == null) {
            if (operation.backendState != Flight.LANDED) {
                throw kernel.failure("cancel of " + operation + ", which was never submitted");
            }
        } else if (flight.backend != backend) {
            throw kernel.failure("cancel of " + flight + " on cpu " + backend.cpu() + " (invariant 1)");
        }
        return flight;
    }

    /** Its terminal result is reaped. */
    void land(Flight flight) {
        if (flight.kind == OperationKind.RECEIVE_BATCH || flight.kind == OperationKind.SEND_BATCH) {
            flight.batch().giveBack();
        }
        flight.land();
        flight.nextFree = firstFree;
        firstFree = flight;
        inFlight--;
    }

    /** The backend closes: whatever is in flight stays in the kernel for ever, and does nothing any more. */
    int leak() {
        for (Flight flight : flights) {
            if (flight.backend == backend && flight.isArmed()) {
                flight.isLeaked = true;
                WaitQueue queue = flight.queue;
                if (queue != null) {
                    queue.remove(flight);
                    flight.object().onEnded(flight);
                    kernel.mark(flight.object());
                }
                flight.isOver = true;
                backend.keepBlock(flight);
            }
        }
        return inFlight;
    }

    private @Nullable Flight current(Operation operation) {
        int index = operation.backendState - 1;
        if (index < 0 || index >= flights.size()) {
            return null;
        }
        Flight flight = flights.get(index);
        return flight.carries(operation) ? flight : null;
    }
}

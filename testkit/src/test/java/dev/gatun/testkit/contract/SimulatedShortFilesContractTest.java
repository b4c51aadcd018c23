package dev.gatun.testkit.contract;

import dev.gatun.testkit.Fault;
import dev.gatun.testkit.Faults;

/** Every other transfer stops short, results come late and in any order, and cancels come too late. */
class SimulatedShortFilesContractTest extends FilesContract {
    @Override
    protected Ground newGround() {
        return new SimulatedGround(
                Long.getLong("gatun.seed", 3),
                Faults.none()
                        .withDelayNanosMax(100_000)
                        .with(Fault.SHORT_READ, 0.5)
                        .with(Fault.SHORT_WRITE, 0.5)
                        .with(Fault.DELAYED, 0.3)
                        .with(Fault.SHUFFLED, 0.3)
                        .with(Fault.CANCEL_LATE, 0.3)
                        .with(Fault.CANCEL_EARLY, 0.3)
                        .with(Fault.QUEUE_FULL, 0.05)
                        .with(Fault.HANDLE_REUSED, 0.9));
    }
}

package dev.gatun.testkit.contract;

import dev.gatun.testkit.Faults;

class SimulatedFilesContractTest extends FilesContract {
    @Override
    protected Ground newGround() {
        return new SimulatedGround(1, Faults.none());
    }
}

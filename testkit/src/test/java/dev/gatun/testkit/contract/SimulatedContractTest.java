package dev.gatun.testkit.contract;

import dev.gatun.testkit.Faults;

class SimulatedContractTest extends BackendContract {
    @Override
    protected Ground newGround() {
        return new SimulatedGround(1, Faults.none());
    }
}

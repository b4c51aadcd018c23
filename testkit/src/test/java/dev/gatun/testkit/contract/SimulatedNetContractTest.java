package dev.gatun.testkit.contract;

class SimulatedNetContractTest extends NetContract {
    @Override
    protected Ground newGround() {
        return new SimulatedGround(1, dev.gatun.testkit.Faults.none());
    }
}

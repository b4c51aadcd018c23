package dev.gatun.testkit.contract;

class SimulatedUdpContractTest extends UdpContract {
    @Override
    protected Ground newGround() {
        return new SimulatedGround(1, dev.gatun.testkit.Faults.none());
    }
}

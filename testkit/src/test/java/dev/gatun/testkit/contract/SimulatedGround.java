package dev.gatun.testkit.contract;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.testkit.Faults;
import dev.gatun.testkit.Limits;
import dev.gatun.testkit.SimulatedKernel;
import dev.gatun.testkit.SimulatedProvider;

/** A simulated machine: its time passes when the loop looks at the clock, and jumps when nothing else would happen. */
final class SimulatedGround implements Ground {
    private static final long GLANCE_NANOS = 500;

    private final SimulatedKernel kernel;
    private final boolean injectsFaults;

    SimulatedGround(long seed, Faults faults) {
        this(seed, faults, Limits.usual());
    }

    SimulatedGround(long seed, Faults faults, Limits limits) {
        kernel = new SimulatedKernel(seed, faults, limits);
        injectsFaults = faults != Faults.none();
    }

    @Override
    public boolean injectsFaults() {
        return injectsFaults;
    }

    @Override
    public IoBackendProvider provider() {
        return new SimulatedProvider(kernel);
    }

    @Override
    public CpuConfig config() {
        return CpuConfig.DEFAULT.withClock(() -> {
            kernel.advance(GLANCE_NANOS);
            return kernel.nowNanos();
        });
    }

    @Override
    public void turn(Cpu cpu) {
        if (cpu.tickOrPark() == 0) {
            long next = kernel.nextEventNanos();
            if (next > kernel.nowNanos() && next != Long.MAX_VALUE) {
                kernel.advance(next - kernel.nowNanos());
            }
        }
    }

    @Override
    public String path(String name) {
        return "/" + name;
    }

    @Override
    public Outsider outsider() {
        return new SimulatedOutsider(kernel.files());
    }

    @Override
    public void close() {
        kernel.assertQuiet();
    }
}

package dev.gatun.testkit.walk;

import dev.gatun.CloseReport;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.testkit.FaultCounts;
import dev.gatun.testkit.Faults;
import dev.gatun.testkit.SimulatedKernel;
import dev.gatun.testkit.SimulatedProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One walk: some Cpus on one simulated machine, actors that use them in every way at random, and faults. At the end
 * everything is closed, and nothing may be left: no operation, handle, buffer or timer. The same seed walks the same
 * way.
 */
public final class RandomWalk {
    private static final int STEPS = 1000;
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Randomness random;
    private final SimulatedKernel kernel;
    private final List<Cpu> cpus;
    private final List<Actor> actors = new ArrayList<>();

    /** What a walk did: operations armed, and faults met. */
    public record Outcome(long operations, long completions, FaultCounts faults) {}

    private RandomWalk(long seed) {
        random = new Randomness(seed);
        kernel = new SimulatedKernel(seed, random.pick(List.of(Faults.none(), Faults.gentle(), Faults.harsh())));
        StreamActor.prepare(kernel);
        CpuConfig config = CpuConfig.DEFAULT
                .withClock(this::readClock)
                .withBatch(1 + random.below(128))
                .withEntries(1 + random.below(64))
                .withBuffers(CpuConfig.DEFAULT.buffers().withLimit(4L << 20));
        cpus = Cpu.standalone(1 + random.below(3), new SimulatedProvider(kernel), config);
    }

    /** Walks once; throws an AssertionError that names the seed when something is wrong. */
    public static Outcome walk(long seed) {
        RandomWalk walk = new RandomWalk(seed);
        try {
            return walk.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e + "\nwalk it again: scripts/simulate --from " + seed + " --count 1\n"
                            + String.join("\n", walk.kernel.trace()),
                    e);
        }
    }

    private Outcome run() {
        hire();
        for (int step = 0; step < STEPS; step++) {
            random.pick(actors).act();
            turn();
        }
        actors.forEach(Actor::finish);
        for (int step = 0; step < STEPS; step++) {
            turn();
        }
        actors.forEach(Actor::check);
        return close();
    }

    /** Time passes with each look at the clock, so that nothing waits for ever for a machine that stands still. */
    private long readClock() {
        kernel.advance(500);
        return kernel.nowNanos();
    }

    private void hire() {
        for (int i = 0; i < 2 + random.below(4); i++) {
            Cpu cpu = random.pick(cpus);
            switch (random.below(7)) {
                case 0 -> actors.add(new StreamActor(cpu, random));
                case 1 -> actors.add(new FileActor(cpu, random, i));
                case 2 -> actors.add(new TimerActor(cpu, random));
                case 3 -> actors.add(new TravelActor(cpu, cpus, random));
                case 4 -> actors.add(new DatagramActor(cpu, random));
                case 5 -> actors.add(new WatchActor(cpu, kernel.files(), random, i));
                default -> actors.add(new PooledStreamActor(cpu, random));
            }
        }
    }

    private void turn() {
        Cpu cpu = random.pick(cpus);
        if (random.oneIn(2)) {
            cpu.tick();
        } else {
            cpu.tickOrPark();
        }
        if (random.oneIn(3)) {
            kernel.advance(random.below(300_000));
        }
        if (random.oneIn(20)) {
            random.pick(cpus).backend().wake();
        }
    }

    private Outcome close() {
        long operations = 0;
        long completions = 0;
        for (Cpu cpu : cpus) {
            operations += cpu.statistics().operations();
            completions += cpu.statistics().completions();
        }
        for (Cpu cpu : cpus) {
            actors.stream().filter(actor -> actor.cpu == cpu).forEach(Actor::closeHandles);
        }
        for (Cpu cpu : cpus) {
            CloseReport report = cpu.close(CLOSE_NANOS);
            if (!report.isClean()) {
                throw new AssertionError("cpu " + cpu.index() + " left something: " + report);
            }
        }
        kernel.assertQuiet();
        return new Outcome(operations, completions, kernel.faultCounts());
    }
}

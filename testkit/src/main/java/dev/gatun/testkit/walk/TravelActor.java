package dev.gatun.testkit.walk;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.spi.IoError;
import java.util.ArrayList;
import java.util.List;

/** Sends operations and messages to other cores, cancels some on the way, and frees buffers away from home. */
final class TravelActor extends Actor {
    private final List<Cpu> cpus;
    private final List<Watched> travellers = new ArrayList<>();
    private int sent;
    private int arrived;

    TravelActor(Cpu cpu, List<Cpu> cpus, Randomness random) {
        super(cpu, random);
        this.cpus = cpus;
        for (int i = 0; i < 8; i++) {
            travellers.add(new Watched(TravelActor::expect));
        }
    }

    private static void expect(int result) {
        if (result != 0
                && !isError(
                        result,
                        IoError.CANCELLED,
                        IoError.QUEUE_FULL,
                        IoError.INTERRUPTED,
                        IoError.NO_MEMORY,
                        IoError.IO,
                        IoError.TIMED_OUT)) {
            throw new AssertionError("a NOP ended with " + (result < 0 ? IoError.of(result) : result));
        }
    }

    @Override
    void act() {
        Watched one = random.pick(travellers);
        switch (random.below(4)) {
            case 0, 1 -> {
                if (one.isFree()) {
                    one.arming();
                    one.future.timeoutNanos(random.oneIn(4) ? 1 + random.below(200_000) : 0);
                    one.future.on(random.pick(cpus)).nop();
                }
            }
            case 2 -> one.future.cancel();
            default -> passOn();
        }
    }

    private void passOn() {
        Buffer buffer = cpu.buffers().allocate(1 + random.below(20_000));
        if (buffer == null) {
            return;
        }
        buffer.writeInt(sent);
        boolean accepted = cpu.send(random.pick(cpus), _ -> {
            arrived++;
            buffer.free();
        });
        if (accepted) {
            sent++;
        } else {
            buffer.free();
        }
    }

    @Override
    void check() {
        checkEnds();
        if (sent != arrived) {
            throw new AssertionError(sent + " messages were sent, " + arrived + " arrived");
        }
    }
}

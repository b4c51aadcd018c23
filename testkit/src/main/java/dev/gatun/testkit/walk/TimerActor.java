package dev.gatun.testkit.walk;

import dev.gatun.Cpu;
import dev.gatun.Timer;
import java.util.ArrayList;
import java.util.List;

/** Schedules, reschedules and cancels: no timer early, none twice. */
final class TimerActor extends Actor {
    private final List<Appointment> appointments = new ArrayList<>();

    private final class Appointment {
        final Timer timer = new Timer(_ -> onTimer());
        long dueNanos;
        int scheduled;
        int fired;
        int cancelled;

        void schedule(long delayNanos) {
            if (!timer.isScheduled()) {
                scheduled++;
            }
            dueNanos = cpu.nowNanos() + delayNanos;
            cpu.schedule(timer, delayNanos);
        }

        private void onTimer() {
            fired++;
            if (cpu.nowNanos() < dueNanos) {
                throw new AssertionError("early by " + (dueNanos - cpu.nowNanos()) + " ns");
            }
        }
    }

    TimerActor(Cpu cpu, Randomness random) {
        super(cpu, random);
        for (int i = 0; i < 10; i++) {
            appointments.add(new Appointment());
        }
    }

    @Override
    void act() {
        Appointment one = random.pick(appointments);
        if (random.oneIn(4)) {
            one.cancelled += one.timer.cancel() ? 1 : 0;
        } else {
            one.schedule(random.oneIn(10) ? random.below(1 << 30) : random.below(2_000_000));
        }
    }

    @Override
    void finish() {
        super.finish();
        appointments.forEach(one -> one.cancelled += one.timer.cancel() ? 1 : 0);
    }

    @Override
    void check() {
        for (Appointment one : appointments) {
            if (one.fired + one.cancelled != one.scheduled) {
                throw new AssertionError(
                        "scheduled " + one.scheduled + ", fired " + one.fired + ", cancelled " + one.cancelled);
            }
        }
    }
}

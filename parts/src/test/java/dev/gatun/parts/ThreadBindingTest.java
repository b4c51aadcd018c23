package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gatun.spi.FeatureReport;
import dev.gatun.spi.FeatureReport.State;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Placing;
import dev.gatun.spi.Topology;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThreadBindingTest {
    /** Remembers who was bound where. */
    private static final class Recording implements Placing {
        private final int answer;
        private Thread bound = Thread.currentThread();
        private int cpu = -1;

        Recording(int answer) {
            this.answer = answer;
        }

        @Override
        public Topology topology() {
            return Topology.unknown(2);
        }

        @Override
        public int pin(int number) {
            bound = Thread.currentThread();
            cpu = number;
            return answer;
        }

        @Override
        public Optional<String> runInRealTime(int priority) {
            return Optional.empty();
        }
    }

    @Test
    void anotherThreadIsBoundAndThisOneIsNot() {
        Recording placing = new Recording(0);
        FeatureReport report = ThreadBinding.tried(placing, "refused");
        assertEquals(State.YES, report.state());
        assertEquals("a thread was bound to CPU " + placing.cpu, report.detail());
        assertNotEquals(Thread.currentThread(), placing.bound);
    }

    @Test
    void aRefusalIsTold() {
        FeatureReport report = ThreadBinding.tried(new Recording(IoError.NOT_SUPPORTED.result()), "no such call");
        assertEquals(State.NO, report.state());
        assertEquals("no such call", report.detail());
    }
}

package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BystandersTest {
    @Test
    void whatIsNotOursIsTheirs() {
        assertEquals(10, Bystanders.percent(300, 200, 1000), 1e-9);
        assertEquals(0, Bystanders.percent(200, 210, 1000), "ticks are sampled: a little less than nothing is nothing");
        assertEquals(0, Bystanders.percent(0, 0, 0), "no time has passed, or there is no /proc");
    }

    /** Of no time at all everybody had too much, so what is named is bounded by their number alone. */
    @Test
    void weAreNotAmongThem() {
        Bystanders bystanders = new Bystanders();
        assertTrue(bystanders.largest(1e-9).size() <= 3);
        assertTrue(bystanders.largest(0).isEmpty());
    }
}

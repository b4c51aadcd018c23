package dev.gatun.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void eachFaultHasItsProbability() {
        Faults faults = Faults.none().with(Fault.RESET, 0.25).withDelayNanosMax(7);
        assertEquals(0.25, faults.probability(Fault.RESET));
        assertEquals(0, faults.probability(Fault.IO));
        assertEquals(7, faults.delayNanosMax());
        assertEquals(0, Faults.none().probability(Fault.RESET), "immutable");
        assertEquals("Faults.none().withDelayNanosMax(7).with(Fault.RESET, 0.25)", faults.toString());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Faults.none().with(Fault.RESET, 1.1));
        assertThrows(IllegalArgumentException.class, () -> Faults.none().with(Fault.RESET, Double.NaN));
        assertThrows(
                IllegalArgumentException.class,
                () -> Faults.none().with(Fault.COMPLETED_THOUGH_CANCELLED, 0.5),
                "a consequence has no probability");
        assertThrows(IllegalArgumentException.class, () -> Faults.none().withDelayNanosMax(0));
    }

    @Test
    void aHarshDayHasEveryFaultAndAGentleOneBreaksNothing() {
        for (Fault fault : Fault.values()) {
            if (fault.isInjected()) {
                assertTrue(Faults.harsh().probability(fault) > 0, fault::name);
            }
        }
        for (Fault fault : new Fault[] {Fault.RESET, Fault.IO, Fault.NO_MEMORY, Fault.DATAGRAM_LOST}) {
            assertEquals(0, Faults.gentle().probability(fault));
        }
    }

    @Test
    void limitsAreChangedOneByOne() {
        Limits limits = Limits.usual().with(Limit.BACKLOG, 3);
        assertEquals(3, limits.value(Limit.BACKLOG));
        assertEquals("Limits.usual().with(Limit.BACKLOG, 3L)", limits.toString());
        assertEquals("Limits.usual()", Limits.usual().toString());
        assertThrows(IllegalArgumentException.class, () -> limits.with(Limit.HANDLES, 0));
        assertThrows(IllegalArgumentException.class, () -> limits.with(Limit.HANDLES, 1L << 40));
    }
}

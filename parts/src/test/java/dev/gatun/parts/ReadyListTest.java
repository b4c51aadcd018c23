package dev.gatun.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReadyListTest {
    private static final class Thing extends ReadyList.Link<Thing> {}

    private final ReadyList<Thing> list = new ReadyList<>();
    private final Thing first = new Thing();
    private final Thing second = new Thing();

    @Test
    void eachStandsInItOnce() {
        list.addLast(first);
        list.addLast(second);
        list.addLast(first);
        assertEquals(2, list.size());
        assertSame(first, list.removeFirst());
        assertSame(second, list.removeFirst());
        assertNull(list.removeFirst());
        assertTrue(list.isEmpty());
    }

    @Test
    void whoHadATurnGoesToTheEnd() {
        list.addLast(first);
        list.addLast(second);
        assertSame(first, list.removeFirst());
        list.addLast(first);
        assertSame(second, list.removeFirst());
        assertSame(first, list.removeFirst());
        list.addLast(second);
        assertSame(second, list.removeFirst(), "the list had been empty");
        assertTrue(list.isEmpty());
    }
}

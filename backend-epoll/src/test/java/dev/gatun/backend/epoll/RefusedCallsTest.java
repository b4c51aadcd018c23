package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.Linux;
import dev.gatun.testkit.contract.ChildJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A system without memory or handles for a connection, and without room for a datagram, each made to happen by a filter
 * in a process of its own. What a ring does no filter sees, so this is epoll's alone.
 */
@Tag("assertions") // it runs in processes of their own: once is enough
class RefusedCallsTest {
    @Test
    void aSystemWithoutHandlesMakesAListenerPause() throws IOException, InterruptedException {
        refused(Linux.ENFILE());
    }

    @Test
    void aSystemWithoutMemoryMakesAListenerPause() throws IOException, InterruptedException {
        refused(Linux.ENOBUFS());
    }

    private static void refused(int accepting) throws IOException, InterruptedException {
        Assumptions.assumeTrue(new EpollProvider().probe().usable(), "no epoll");
        ChildJvm.Answer told = ChildJvm.run(
                List.of(),
                List.of(),
                RefusedCallsMain.class,
                String.valueOf(accepting),
                String.valueOf(Linux.ENOBUFS()));
        assertEquals(0, told.exit(), told::toString);
        int pause = Integer.parseInt(told.value("pauses").replace(" ms each", ""));
        assertTrue(pause >= 99, told::toString); // it waits, and does not ask again and again
        assertEquals("0", told.value("accepted"));
        assertEquals("true", told.value("listens"));
        assertEquals("[NO_MEMORY, NO_MEMORY, NO_MEMORY], 0 sent, open", told.value("datagrams"));
        assertEquals("true", told.value("clean"));
    }
}

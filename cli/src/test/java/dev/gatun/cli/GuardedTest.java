package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.Report.Severity;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is never given up would hang here for good: the time-out is what finds it. */
@Timeout(30)
class GuardedTest {
    @Test
    void aTrialThatFailsIsAFindingAndNotTheEnd() {
        Guarded guarded = new Guarded(Duration.ofSeconds(10), Trials.UNWATCHED);
        assertEquals("nothing", guarded.run("sockets", "nothing", () -> {
            throw new IllegalStateException("planted");
        }));
        assertEquals("well", guarded.run("files", "nothing", () -> "well"));
        assertEquals(1, guarded.findings().size());
        assertEquals(Severity.ERROR, guarded.findings().getFirst().severity());
        assertTrue(guarded.findings().getFirst().title().contains("sockets"));
        assertTrue(guarded.findings().getFirst().detail().contains("planted"));
    }

    @Test
    void anErrorOfTheJvmIsOneToo() {
        Guarded guarded = new Guarded(Duration.ofSeconds(10), Trials.UNWATCHED);
        assertEquals(0, guarded.run("files", 0, () -> {
            throw new UnsatisfiedLinkError("planted");
        }));
        assertTrue(guarded.findings().getFirst().detail().contains("UnsatisfiedLinkError"));
    }

    @Test
    void aTrialThatHangsIsLeftBehind() {
        Guarded guarded = new Guarded(Duration.ofMillis(20), Trials.UNWATCHED);
        assertEquals(1, guarded.run("devices", 1, () -> {
            while (true) {
                LockSupport.park();
            }
        }));
        assertTrue(guarded.findings().getFirst().detail().contains("did not come back within 20 ms"));
    }
}

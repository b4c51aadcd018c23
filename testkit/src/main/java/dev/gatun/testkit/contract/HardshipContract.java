package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Timer;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Limits that are reached, and signals that interrupt. */
interface HardshipContract {
    /** One that a JVM handles, and takes no notice of (signal-x86_64.h). */
    int SIGPIPE = 13;

    int ROUNDS = 10;
    int SIGNALS_A_ROUND = 30;

    NetDriver net();

    IoBackendProvider provider();

    /** In a process of its own, since its limit is everybody's there. */
    @Test
    default void aListenerWithoutHandlesPausesSaysSoAndGoesOn() throws IOException, InterruptedException {
        ChildJvm.Answer told = ChildJvm.run(
                List.of(),
                List.of(),
                FewHandlesMain.class,
                provider().getClass().getName());
        assertEquals(0, told.exit(), told::toString);
        assertEquals("3, and it pauses", told.value("accepted"), told::toString);
        assertEquals(IoError.TOO_MANY_HANDLES.name(), told.value("connecting"));
        assertEquals(IoError.TOO_MANY_HANDLES.name(), told.value("datagrams"));
        assertEquals("4, and it pauses again", told.value("accepted when one was closed"));
        assertEquals("6", told.value("accepted when there were more"));
        assertEquals("6", told.value("echoes"));
        assertEquals("true", told.value("clean"), told::toString);
    }

    /** Hundreds a second, to the thread that waits: nothing fails, nothing comes too early, nothing is lost. */
    @Test
    default void signalsInterruptNothingThatWaits() throws InterruptedException {
        NetDriver.Pair pair = net().pair();
        pair.server().onReceive((stream, buffer) -> stream.send(buffer));
        NetDriver.Seen client = NetDriver.Seen.of(pair.client());
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger signals = new AtomicInteger();
        Thread signaller = signalling(isOver, signals);
        try {
            long[] late = {Long.MIN_VALUE};
            long due = net().cpu().nowNanos() + TimeUnit.MILLISECONDS.toNanos(40);
            net().cpu()
                    .schedule(
                            new Timer(_ -> late[0] = net().cpu().nowNanos() - due), TimeUnit.MILLISECONDS.toNanos(40));
            for (int round = 1; round <= ROUNDS; round++) {
                int expected = round * 1000;
                int until = signals.get() + SIGNALS_A_ROUND;
                net().until(() -> signals.get() >= until, "signals, while there is nothing to do but to wait");
                pair.client().send(net().bytes(1000));
                net().until(() -> client.text.length() == expected, "an echo among signals");
            }
            net().until(() -> late[0] != Long.MIN_VALUE, "the timer");
            assertTrue(late[0] >= 0, () -> "a timer ran " + -late[0] + " ns too early");
        } finally {
            isOver.set(true);
            signaller.join();
        }
        assertEquals(0, client.closes.size());
    }

    private static Thread signalling(AtomicBoolean isOver, AtomicInteger signals) {
        try (Arena arena = Arena.ofConfined()) {
            long whom = new SystemCalls(arena).immediate(Syscalls.__NR_gettid(), 0);
            return Thread.ofPlatform().daemon().start(() -> {
                try (Arena own = Arena.ofConfined()) {
                    SystemCalls calls = new SystemCalls(own);
                    long process = ProcessHandle.current().pid();
                    while (!isOver.get()) {
                        calls.immediate(Syscalls.__NR_tgkill(), process, whom, SIGPIPE);
                        signals.incrementAndGet();
                        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
                    }
                }
            });
        }
    }
}

package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import org.junit.jupiter.api.Test;

/** Streams under load: nothing allocated, and every byte where it belongs. */
interface NetLoadContract {
    int ECHOES = 1_000;

    NetDriver net();

    @Test
    default void anEchoOfStreamsAllocatesNothing() {
        AllocatedBytes allocated = new AllocatedBytes();
        NetDriver.Pair pair = net().pair();
        pair.server().onReceive((stream, buffer) -> stream.send(buffer));
        int[] back = {0};
        pair.client().onReceive((_, buffer) -> {
            back[0] += buffer.readable();
            buffer.free();
        });
        echo(pair, back, 2_000);
        long least = Long.MAX_VALUE;
        // Until it is clean, or never is: the JIT allocates now and then, and a system call does until it is compiled
        // well.
        for (int round = 0; round < 200 && least > ECHOES * 2 / 10; round++) {
            long asking = allocated.costOfAsking();
            long before = allocated.get();
            echo(pair, back, ECHOES);
            least = Math.min(least, allocated.get() - before - asking);
        }
        long bytes = least;
        assertTrue(bytes <= ECHOES * 2 / 10, () -> bytes + " bytes for " + ECHOES + " echoes");
    }

    private void echo(NetDriver.Pair pair, int[] back, int times) {
        for (int i = 0; i < times; i++) {
            Buffer buffer = net().bytes(32);
            back[0] = 0;
            pair.client().send(buffer);
            while (back[0] < 32) {
                net().driver().turn();
            }
        }
    }

    /** Random sizes, half closes and resets on many connections; {@code gatun.transfer.…} make it longer. */
    @Test
    default void everyByteArrivesInOrderOrTheConnectionSaysWhyNot() {
        new TransferStorm(net()).run();
    }
}

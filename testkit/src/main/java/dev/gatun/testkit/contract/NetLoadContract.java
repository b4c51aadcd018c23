package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import org.junit.jupiter.api.Test;

/** Streams under load: nothing allocated, and every byte where it belongs. */
interface NetLoadContract {
    NetDriver net();

    @Test
    default void anEchoOfStreamsAllocatesNothing() {
        NetDriver.Pair pair = net().pair();
        pair.server().onReceive((stream, buffer) -> stream.send(buffer));
        int[] back = {0};
        pair.client().onReceive((_, buffer) -> {
            back[0] += buffer.readable();
            buffer.free();
        });
        AllocatedBytes.assertNoneFor(times -> echo(pair, back, times));
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

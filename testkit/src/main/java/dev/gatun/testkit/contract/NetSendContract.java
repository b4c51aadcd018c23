package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Buffer;
import dev.gatun.net.NetStream;
import dev.gatun.net.Sent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sending: in order, gathered, and no more than there is room for. */
interface NetSendContract {
    NetDriver net();

    @Test
    default void manyBuffersGoInOrder() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String piece = "<" + i + ">";
            expected.append(piece);
            assertEquals(Sent.ACCEPTED, pair.client().send(net().text(piece)));
        }
        net().until(() -> seen.text.length() == expected.length(), "all pieces");
        assertEquals(expected.toString(), seen.text.toString());
        assertEquals(0, pair.client().queuedBytes());
    }

    @Test
    default void severalAtOnceAreAllAcceptedOrNone() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        Buffer[] three = {net().text("a"), net().text(""), net().text("c"), net().text("not this one")};
        pair.client().watermarks(0, 2);
        assertEquals(Sent.ACCEPTED, pair.client().send(three, 3));
        assertFalse(pair.client().isWritable());
        Buffer[] more = {three[3]};
        assertEquals(Sent.FULL, pair.client().send(more, 1));
        net().until(() -> seen.text.toString().equals("ac"), "those that were accepted");
        three[3].free();
    }

    @Test
    default void fullIsToldAndThenRoom() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        NetDriver.Seen client = NetDriver.Seen.watching(pair.client());
        pair.client().watermarks(1000, 10_000);
        pair.server().pause();
        long sent = 0;
        while (pair.client().isWritable()) {
            assertEquals(Sent.ACCEPTED, pair.client().send(net().bytes(4000)));
            sent += 4000;
            if (!pair.client().isWritable()) {
                net().driver().settle(); // the system may take it yet
            }
        }
        Buffer refused = net().bytes(10);
        assertEquals(Sent.FULL, pair.client().send(refused));
        assertEquals(10, refused.readable(), "it is the caller's, and as it was");
        int rooms = client.rooms;
        pair.server().resume();
        net().until(() -> client.rooms > rooms, "a word that there is room");
        assertTrue(pair.client().queuedBytes() <= 1000);
        assertEquals(Sent.ACCEPTED, pair.client().send(refused));
        long all = sent + 10;
        net().until(() -> server.text.length() == all, "everything");
    }

    @Test
    default void whoWritesWhenThereIsRoomGetsEverythingAcross() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen server = NetDriver.Seen.of(pair.server());
        pair.client().watermarks(8 << 10, 32 << 10);
        int[] left = {1 << 20};
        pair.client().onWritable(stream -> fill(stream, left));
        fill(pair.client(), left);
        net().until(() -> server.text.length() == 1 << 20, "a MiB");
        assertEquals(0, left[0]);
    }

    private void fill(NetStream stream, int[] left) {
        while (left[0] > 0 && stream.isWritable()) {
            stream.send(net().bytes(4096));
            left[0] -= 4096;
        }
    }

    @Test
    default void sendingAfterTheEndFreesTheBuffer() {
        NetDriver.Pair pair = net().pair();
        pair.client().shutdownOutput();
        assertEquals(Sent.CLOSED, pair.client().send(net().text("too late")));
        Buffer[] two = {net().text("also"), net().text("too late")};
        assertEquals(Sent.CLOSED, pair.client().send(two, 2));
        assertThrows(IllegalStateException.class, two[0]::readable);
    }

    @Test
    default void watermarksAreChecked() {
        NetDriver.Pair pair = net().pair();
        for (int[] wrong : List.of(new int[] {-1, 10}, new int[] {10, 10}, new int[] {0, 0})) {
            assertThrows(IllegalArgumentException.class, () -> pair.client().watermarks(wrong[0], wrong[1]));
        }
    }

    @Test
    default void whatIsSentFromManyPlacesInATickIsOneStream() {
        NetDriver.Pair pair = net().pair();
        NetDriver.Seen seen = NetDriver.Seen.of(pair.server());
        List<Runnable> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String piece = String.valueOf(i);
            senders.add(() -> pair.client().send(net().text(piece)));
        }
        senders.forEach(net().cpu()::execute);
        net().until(() -> seen.text.toString().equals("0123456789"), "all ten, in order");
    }
}

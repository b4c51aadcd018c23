package dev.gatun.backend.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.linux.IoUring;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import org.junit.jupiter.api.Test;

class ZeroCopyDeskTest {
    private final ZeroCopyDesk desk = new ZeroCopyDesk();

    private static RawOperation send(int handle, int bytes) {
        return new RawOperation(1, OperationKind.SEND, handle, Operation.ZERO_COPY).memory(4096, bytes);
    }

    @Test
    void aSmallSendIsCheaperWithACopy() {
        assertFalse(desk.pays(send(3, ZeroCopyDesk.BYTES_MIN - 1)));
        assertTrue(desk.pays(send(3, ZeroCopyDesk.BYTES_MIN)));
    }

    @Test
    void whereTheKernelCopiedAllTheSameItIsNotAskedForAWhile() {
        RawOperation send = send(1000, 1 << 16);
        desk.notified(send, 0);
        assertTrue(desk.pays(send));
        desk.notified(send, IoUring.IORING_NOTIF_USAGE_ZC_COPIED());
        assertEquals(1, desk.copied());
        int copies = 0;
        while (!desk.pays(send)) {
            copies++;
        }
        assertEquals(100, copies);
        assertTrue(desk.pays(send(1001, 1 << 16)), "another socket is another matter");
    }

    @Test
    void aRefusedSendIsMadeAgainOnce() {
        RawOperation send = send(3, 1 << 16);
        desk.refused(send);
        assertFalse(desk.isEmpty());
        assertSame(send, desk.removeFirst());
        assertEquals(ZeroCopyDesk.NOT_ASKED, send.backendState, "a second refusal is the result");
        assertTrue(desk.isEmpty());
        assertFalse(desk.pays(send));
    }
}

package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Sending without copying: loopback copies all the same, and still says when it is done. */
class ZeroCopyTest extends EpollFixture {
    @Test
    void aSendWithoutCopyingIsToldWhenTheKernelIsDoneWithTheMemory() {
        long[] ends = tcpPair();
        int length = 100_000;
        submit(OperationKind.POLL, ends[0], Operation.POLL_READ, 0);
        for (int round = 0; round < 20; round++) {
            RawOperation send = submit(OperationKind.SEND, ends[0], Operation.ZERO_COPY, length);
            int sent = -1;
            int received = 0;
            submit(OperationKind.RECEIVE, ends[1], 0, length);
            while (sent < 0 || received < sent) {
                poll();
                for (int i = 0; i < completions.count(); i++) {
                    if (completions.userData(i) == send.userData()) {
                        sent = completions.result(i);
                        assertTrue(sent > 0, () -> "round with " + IoError.of(completions.result(0)));
                    } else {
                        received += completions.result(i);
                        if (received < length && (sent < 0 || received < sent)) {
                            submit(OperationKind.RECEIVE, ends[1], 0, length);
                        }
                    }
                }
            }
            assertEquals(sent, received);
        }
        assertNotEquals(0, option(ends[0], Linux.SO_ZEROCOPY()), "it copied");
        sockets.close(ends[0]);
        sockets.close(ends[1]);
        while (backend.inFlight() > 0) {
            poll();
        }
    }

    @Test
    void whereNothingCanBeLentItIsCopied() {
        long[] ends = pair(Linux.AF_UNIX());
        submit(OperationKind.SEND, ends[0], Operation.ZERO_COPY, 10);
        assertEquals(10, awaitOne());
        sockets.close(ends[0]);
        sockets.close(ends[1]);
    }

    private int option(long handle, int option) {
        MemorySegment words = arena.allocate(ValueLayout.JAVA_INT, 2);
        words.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
        calls.immediate(
                Syscalls.__NR_getsockopt(),
                handle,
                Linux.SOL_SOCKET(),
                option,
                words.address() + 4,
                words.address(),
                0);
        return NativeMemory.ALL.get(ValueLayout.JAVA_INT, words.address() + 4);
    }
}

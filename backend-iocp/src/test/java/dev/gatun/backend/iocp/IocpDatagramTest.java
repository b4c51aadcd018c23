package dev.gatun.backend.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import dev.gatun.spi.Sockets;
import dev.gatun.testkit.contract.RawOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams that are tried: cut off, and empty. */
@Timeout(60)
class IocpDatagramTest extends IocpFixture {
    @Test
    void aDatagramThatIsTooLongIsCutAndToldOnce() {
        long address = memory(sockets.addressBytes()).address();
        long one = datagrams(address);
        long other = datagrams(address);
        RawOperation receive = submit(OperationKind.RECEIVE_FROM, other, 0, 4);
        assertEquals(0, look());
        submit(new RawOperation(++slot, OperationKind.SEND_TO, one, 0)
                .memory(memory(10).address(), 10)
                .peer(address, 16));
        int[] results = new int[2];
        long start = System.nanoTime();
        for (int told = 0; told < 2; ) {
            told += poll(start);
            for (int at = 0; at < completions.count(); at++) {
                results[completions.userData(at) == receive.userData() ? 0 : 1] = completions.result(at);
            }
        }
        assertEquals(4, results[0]);
        assertEquals(10, results[1]);
        assertEquals(0, look());
        sockets.close(one);
        sockets.close(other);
    }

    @Test
    void aDatagramThatIsTooLongFillsAVector() {
        long address = memory(sockets.addressBytes()).address();
        long one = datagrams(address);
        long other = datagrams(address);
        MemorySegment pieces = memory(5);
        MemorySegment pairs = memory(4 * Long.BYTES);
        pairs.set(ValueLayout.JAVA_LONG, 0, pieces.address());
        pairs.set(ValueLayout.JAVA_LONG, 8, 2);
        pairs.set(ValueLayout.JAVA_LONG, 16, pieces.address() + 2);
        pairs.set(ValueLayout.JAVA_LONG, 24, 3);
        MemorySegment sent = memory(10);
        sent.asByteBuffer().put("0123456789".getBytes(StandardCharsets.US_ASCII));
        submit(new RawOperation(++slot, OperationKind.SEND_TO, one, 0)
                .memory(sent.address(), 10)
                .peer(address, 16));
        assertEquals(10, awaitOne());
        submit(new RawOperation(++slot, OperationKind.RECEIVE_VECTORED, other, 0).memory(pairs.address(), 2));
        assertEquals(5, awaitOne());
        byte[] received = pieces.asSlice(0, 5).toArray(ValueLayout.JAVA_BYTE);
        assertEquals("01234", new String(received, StandardCharsets.US_ASCII));
        sockets.close(one);
        sockets.close(other);
    }

    /** Alone, so that nothing else could have told of it. */
    @Test
    void anEmptyDatagramIsHeardByWhoWaits() {
        long address = memory(sockets.addressBytes()).address();
        long one = datagrams(address);
        long other = datagrams(address);
        int flags = Operation.POOL_BUFFER | Operation.MULTISHOT | Operation.ENVELOPE;
        RawOperation receive = submit(OperationKind.RECEIVE_FROM, other, flags, 0);
        assertEquals(0, look());
        DatagramBatch batch = sockets.newBatch(1);
        batch.memory(0, memory(1).address(), 0);
        batch.peer(0, address, 16);
        batch.count(1);
        submit(new RawOperation(++slot, OperationKind.SEND_BATCH, one, 0).batch(batch));
        long start = System.nanoTime();
        int heard = 0;
        for (int told = 0; told < 2; ) {
            told += poll(start);
            for (int at = 0; at < completions.count(); at++) {
                if (completions.userData(at) == receive.userData()) {
                    assertEquals(0, completions.result(at));
                    pool.give(completions.block(at));
                    heard++;
                } else {
                    assertEquals(1, completions.result(at));
                }
            }
        }
        assertEquals(1, heard);
        backend.cancel(receive);
        assertEquals(IoError.CANCELLED.result(), awaitOne());
        sockets.close(one);
        sockets.close(other);
    }

    /** The address is that of the last one opened. */
    private long datagrams(long address) {
        long socket = sockets.open(Sockets.Family.INET4, Sockets.Type.DATAGRAM);
        int length = sockets.writeAddress(new InetSocketAddress("127.0.0.1", 0), address);
        assertEquals(0, sockets.bind(socket, address, length));
        sockets.localAddress(socket, address);
        return socket;
    }
}

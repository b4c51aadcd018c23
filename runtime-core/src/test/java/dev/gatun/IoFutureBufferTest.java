package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.spi.Completions;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose the memory is, and what the verbs refuse. */
class IoFutureBufferTest extends IoFutureFixture {
    @Test
    void theBufferBelongsToTheKernelUntilTheTerminalResult() {
        Buffer buffer = buffer();
        future.receive(3, buffer);
        assertThrows(IllegalStateException.class, buffer::free);
        future.cancel();
        assertThrows(IllegalStateException.class, buffer::free, "the cancel's answer frees nothing");
        turn();
        buffer.free();
    }

    @Test
    void whatWasReceivedLiesBehindTheWriterIndex() {
        Buffer buffer = buffer();
        buffer.writerIndex(10);
        future.receive(3, buffer);
        assertEquals(buffer.address() + 10, future.address());
        assertEquals(buffer.capacity() - 10, future.length());
        backend.complete(future, 5);
        turn();
        assertEquals(15, buffer.writerIndex());
        buffer.free();
    }

    @Test
    void whatWasSentIsRead() {
        Buffer buffer = buffer();
        buffer.writerIndex(100);
        buffer.readerIndex(20);
        future.send(3, buffer);
        assertEquals(80, future.length());
        backend.complete(future, 30);
        turn();
        assertEquals(50, buffer.readerIndex());
        buffer.free();
    }

    @Test
    void anErrorMovesNothing() {
        Buffer buffer = buffer();
        future.receive(3, buffer);
        backend.fail(future, IoError.RESET, 104);
        turn();
        assertEquals(0, buffer.writerIndex());
        assertEquals(Optional.of(IoError.RESET), future.error());
        IoException thrown = assertThrows(IoException.class, future::resultOrThrow);
        assertEquals(
                "RECEIVE on handle 3: RESET, the peer reset the connection (system error 104)", thrown.getMessage());
        assertEquals(104, thrown.nativeNumber());
        buffer.free();
    }

    @Test
    void aPoolBufferArrivesWithItsBytes() {
        future.onComplete(f -> {
            Buffer arrived = f.buffer();
            assertNotNull(arrived);
            seen.add(arrived.readable() + " bytes" + (f.hasMore() ? "+" : ""));
            arrived.free();
        });
        future.receiveMany(3);
        backend.completeWithBuffer(future, 100, Completions.MORE);
        backend.completeWithBuffer(future, 50, 0);
        turn();
        assertEquals(List.of("100 bytes+", "50 bytes"), seen);
        assertEquals(0, cpu.buffers().statistics().bytesInUse());
    }

    @Test
    void aPoolBufferOfAStaleResultGoesBack() {
        future.receiveMany(3);
        backend.completeWithBuffer(future, 100, 0);
        backend.completeWithBuffer(future, 100, 0);
        future.onComplete(f -> {
            Buffer arrived = f.buffer();
            assertNotNull(arrived);
            arrived.free();
        });
        turn();
        assertEquals(1, cpu.statistics().staleCompletions());
        assertEquals(0, cpu.buffers().statistics().bytesInUse());
    }

    @Test
    void closedInFlightItLeaksNothing() {
        Buffer buffer = buffer();
        future.receive(3, buffer);
        future.close();
        future.close();
        buffer.freeWhenReleased();
        turn();
        assertEquals(List.of(), seen, "nobody is told");
        assertEquals(0, cpu.buffers().statistics().bytesInUse());
        assertThrows(IllegalStateException.class, future::nop);
    }

    @Test
    void anAcceptThatBeatsItsCancelIsClosedWhenNobodyWantsIt() {
        backend.answersCancel = false;
        future.accept(3);
        future.close();
        backend.complete(future, 42);
        turn();
        assertEquals(List.of(42), backend.closedHandles);
    }

    @Test
    void verbsRefuseNonsense() {
        Buffer full = buffer();
        full.writerIndex(full.capacity());
        assertThrows(IllegalArgumentException.class, () -> future.receive(3, full));
        assertThrows(IllegalArgumentException.class, () -> future.read(3, full, 0));
        assertThrows(IllegalArgumentException.class, () -> future.write(3, full, -1));
        assertThrows(IllegalArgumentException.class, () -> future.timeout(-1));
        assertThrows(IllegalArgumentException.class, () -> future.timeoutNanos(-1));
        assertThrows(IllegalArgumentException.class, () -> future.shutdown(3, 0));
        assertThrows(IllegalArgumentException.class, () -> future.poll(3, 0));
        assertThrows(IllegalArgumentException.class, () -> future.poll(3, Operation.MULTISHOT));
        assertThrows(IllegalArgumentException.class, () -> future.send(3, full, Operation.PEEK));
        assertThrows(IllegalArgumentException.class, () -> future.send(3, cpu.newVector(4)));
        assertThrows(NullPointerException.class, () -> future.receive(3, nullBuffer()));
        assertFalse(future.isArmed());
        full.free();
        assertThrows(IllegalStateException.class, () -> future.receive(3, full));
        future.nop(); // and after all that it still works
        assertEquals(1, backend.submitted.size());
        assertEquals(OperationKind.NOP, backend.submitted.getFirst().kind());
    }

    @Test
    void aVectorHoldsAllItsBuffers() {
        Buffer one = buffer();
        Buffer two = buffer();
        one.writerIndex(10);
        two.writerIndex(20);
        BufferVector vector = cpu.newVector(2).addReadable(one).addReadable(two);
        assertThrows(IllegalStateException.class, () -> vector.addReadable(one));
        future.send(3, vector);
        assertEquals(2, future.length());
        assertThrows(IllegalStateException.class, vector::clear);
        assertThrows(IllegalStateException.class, two::free);
        backend.complete(future, 30);
        turn();
        vector.clear();
        one.free();
        two.free();
    }

    @SuppressWarnings("NullAway") // to see it refused
    private static Buffer nullBuffer() {
        return null;
    }
}

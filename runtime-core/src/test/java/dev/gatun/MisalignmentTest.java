package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.spi.FileFacts.DirectAccess;
import dev.gatun.spi.IoError;
import org.junit.jupiter.api.Test;

/** What an exception says of a read or a write that direct access found invalid, and when it says nothing. */
class MisalignmentTest extends IoFutureFixture {
    private static final int EINVAL = 22;

    private String messageOfWrite(int bytes, long offset) {
        Buffer buffer = buffer();
        buffer.writerIndex(bytes);
        future.write(3, buffer, offset);
        backend.fail(future, IoError.INVALID, EINVAL);
        turn();
        buffer.free();
        return message();
    }

    private String message() {
        return String.valueOf(
                assertThrows(IoException.class, future::resultOrThrow).getMessage());
    }

    @Test
    void itNamesWhatIsWantedWhatWasGivenAndTheRemedy() {
        backend.directAccess = new DirectAccess(4, 512);
        String message = messageOfWrite(100, 7);
        assertTrue(message.contains("WRITE on handle 3: INVALID"), message);
        assertTrue(message.contains("addresses at multiples of 4, offsets and lengths at multiples of 512"), message);
        assertTrue(message.contains("offset 7, length 100"), message);
        assertTrue(message.contains("0x" + Long.toHexString(future.address())), message);
        assertTrue(message.contains("buffer of the pool"), message);
    }

    @Test
    void whereTheSystemDoesNotTellItIs4096() {
        backend.directAccess = new DirectAccess(0, 0);
        String message = messageOfWrite(512, 0);
        assertTrue(
                message.contains("addresses at multiples of 4096, offsets and lengths at multiples of 4096"), message);
    }

    @Test
    void whatFitsIsInvalidForAnotherReason() {
        backend.directAccess = new DirectAccess(512, 512);
        assertFalse(messageOfWrite(1024, 512).contains("direct access"));
    }

    @Test
    void withoutDirectAccessItIsNoReason() {
        assertEquals("WRITE on handle 3: INVALID, an argument is not valid (system error 22)", messageOfWrite(100, 7));
    }

    @Test
    void aVectorHasTheRestInItsBuffers() {
        backend.directAccess = new DirectAccess(512, 512);
        Buffer buffer = buffer();
        buffer.writerIndex(100);
        BufferVector vector = cpu.newVector(1).addReadable(buffer);
        future.write(3, vector, 0);
        backend.fail(future, IoError.INVALID, EINVAL);
        turn();
        buffer.free();
        assertTrue(message().contains("the offset was 0, the rest is in the vector's 1 buffers"), message());
    }

    @Test
    void whatIsNoTransferOrNotInvalidAsksNothing() {
        backend.directAccess = new DirectAccess(512, 512);
        future.sync(3, 0);
        backend.fail(future, IoError.INVALID, EINVAL);
        turn();
        assertFalse(message().contains("direct access"));
        Buffer buffer = buffer();
        future.read(3, buffer, 1);
        backend.fail(future, IoError.IO, 5);
        turn();
        buffer.free();
        assertFalse(message().contains("direct access"));
    }
}

package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.file.AsyncFile;
import dev.gatun.testkit.Faults;
import org.junit.jupiter.api.Test;

class SimulatedFilesContractTest extends FilesContract implements WatchContract {
    @Override
    protected Ground newGround() {
        return new SimulatedGround(1, Faults.none());
    }

    /** A stream sends so too: for a peer that does not read, no buffer is held. */
    @Test
    void aStreamSendsWhatIsInMemoryWithoutBuffers() {
        int bytes = 8 << 20;
        AsyncFile file = files().filled("no-buffers", bytes, 5);
        NetDriver.Pair pair = new NetDriver(files().driver()).pair();
        SendFileContract.Arriving arriving = new SendFileContract.Arriving().of(pair.client());
        arriving.expect(0, bytes, 5);
        pair.client().pause();
        SendFileContract.Telling telling = new SendFileContract.Telling();
        files().driver().settle();
        long before = files().driver().cpu().buffers().statistics().bytesInUse();
        pair.server().sendFile(file, 0, bytes, telling::tell);
        for (int i = 0; i < 10; i++) {
            files().driver().settle();
            assertEquals(before, files().driver().cpu().buffers().statistics().bytesInUse());
        }
        assertTrue(pair.server().queuedBytes() < bytes, "nothing was sent");
        assertEquals(0, telling.times, "a socket without end");
        pair.client().resume();
        files().until(() -> arriving.bytes == bytes && telling.times > 0, "the file");
        assertEquals(bytes, telling.bytes);
        pair.client().close();
        pair.server().close();
        files().driver().settle();
    }
}

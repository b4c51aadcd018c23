package dev.gatun.backend.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.readiness.HandleCalls;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a {@code sendfile} that is interrupted often, stops where it must, and ends the process that would wait. */
class CachedFilesTest {
    private static final int BYTES = 4 << 20;

    /** SEND_FILE without a core around it. */
    private static final class Send extends Operation {
        Send(long socket, long from, long at, int count) {
            kind = OperationKind.SEND_FILE;
            handle = socket;
            file = from;
            offset = at;
            length = count;
        }
    }

    @TempDir
    Path folder;

    private final TestQueue ground = new TestQueue(TestGround.FREEBSD);
    private final SocketCalls calls = new SocketCalls(ground.system, ground.arena);
    private final byte[] content = new byte[BYTES];
    private final MemorySegment memory = ground.arena.allocate(1 << 20);
    private Path path = Path.of("none");
    private long file;
    private long client;
    private long server;

    @BeforeEach
    void fill() throws IOException {
        new Random(7).nextBytes(content);
        path = Files.write(folder.resolve("file"), content);
        file = open(path, BsdFiles.O_RDONLY);
        long[] ends = ground.connection();
        client = ends[0];
        server = ends[1];
        ground.calls.variadic(BsdFunction.FCNTL, client, BsdFiles.F_SETFL, BsdFiles.O_NONBLOCK);
        ground.calls.variadic(BsdFunction.FCNTL, server, BsdFiles.F_SETFL, BsdFiles.O_NONBLOCK);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private long open(Path what, int flags) {
        return ground.own(ground.calls.variadic(
                BsdFunction.OPEN, ground.arena.allocateFrom(what.toString()).address(), flags, 0));
    }

    private long send(long offset, int length) {
        return calls.attempt(new Send(client, file, offset, length), 0, 0);
    }

    /** What has come, compared; how much. */
    private int take(int from) {
        int at = from;
        long came;
        do {
            came = ground.calls.waiting(BsdFunction.READ, server, memory.address(), memory.byteSize());
            for (int i = 0; i < came; i++) {
                assertEquals(content[at++], memory.get(ValueLayout.JAVA_BYTE, i));
            }
        } while (came > 0);
        return at - from;
    }

    @Test
    void allOfItArrivesHoweverOftenTheCallStopsShort() {
        int sent = 0;
        int taken = 0;
        int shortOnes = 0;
        int fullOnes = 0;
        while (taken < BYTES) {
            long result = sent == BYTES ? HandleCalls.WOULD_BLOCK : send(sent, Math.min(1 << 18, BYTES - sent));
            if (result == HandleCalls.WOULD_BLOCK) {
                fullOnes++;
                taken += take(taken);
            } else {
                assertTrue(result > 0, () -> "it said " + result);
                shortOnes += result < Math.min(1 << 18, BYTES - sent) ? 1 : 0;
                sent += (int) result;
            }
        }
        assertEquals(BYTES, sent);
        assertTrue(shortOnes > 0 && fullOnes > 0, "it never stopped short, or the socket was never full");
    }

    @Test
    void fromWhereItIsToldAndNoMore() {
        for (int offset : new int[] {0, 1, 4095, 4096, BYTES - 1}) {
            int length = Math.min(5000, BYTES - offset);
            int sent = 0;
            while (sent < length) {
                long result = send(offset + sent, length - sent);
                assertTrue(result > 0 && result <= length - sent, () -> "it said " + result);
                sent += (int) result;
            }
            assertEquals(length, take(offset));
        }
    }

    @Test
    void behindTheEndIsNothing() {
        assertEquals(0, send(BYTES, 1));
        assertEquals(0, send(BYTES - 10, 11));
        assertEquals(0, send(Long.MAX_VALUE, Integer.MAX_VALUE));
        assertEquals(0, take(0));
        assertTrue(send(BYTES - 10, 10) > 0);
    }

    @Test
    void whatIsNotInMemoryIsLeftToWhoeverReads() throws Exception {
        forget();
        long first = send(0, BYTES);
        Assumptions.assumeTrue(first <= 0, "this file system forgets nothing");
        assertEquals(0, first);
        assertEquals(0, take(0));
        ground.calls.waiting(BsdFunction.PREAD, file, memory.address(), 1, 0, 0, 0);
        long sent = send(0, BYTES);
        assertTrue(sent > 0 && sent < BYTES, () -> "it said " + sent + ", with the first page alone in memory");
    }

    private void forget() throws IOException, InterruptedException {
        Process dd = new ProcessBuilder(
                        "dd", "of=" + path, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none")
                .inheritIO()
                .start();
        assertTrue(dd.waitFor(20, TimeUnit.SECONDS) && dd.exitValue() == 0, "dd");
    }

    @Test
    void whoHasGoneGetsNothing() {
        ground.calls.waiting(BsdFunction.SHUTDOWN, client, BsdSockets.SHUT_WR, 0);
        assertEquals(-BsdErrnos.EPIPE, send(0, 10));
    }

    @Test
    void whatIsNoFileOrNoConnectionIsTold() {
        assertTrue(send(0, 10) > 0, "what went before is not told again");
        assertEquals(-BsdErrnos.EBADF, calls.attempt(new Send(client, -1, 0, 10), 0, 0));
        assertEquals(0, calls.attempt(new Send(client, server, 0, 10), 0, 0), "a socket has no bytes of a file");
        long lonely =
                ground.own(ground.calls.waiting(BsdFunction.SOCKET, BsdSockets.AF_INET, BsdSockets.SOCK_STREAM, 0));
        ground.calls.variadic(BsdFunction.FCNTL, lonely, BsdFiles.F_SETFL, BsdFiles.O_NONBLOCK);
        assertEquals(-BsdErrnos.ENOTCONN, calls.attempt(new Send(lonely, file, 0, 10), 0, 0));
    }

    /** The ground ends a process that asks for either. */
    @Test
    void whatWouldWaitIsNotAsked() {
        ground.calls.variadic(BsdFunction.FCNTL, client, BsdFiles.F_SETFL, 0);
        assertEquals(-Bsd.FREEBSD.notSupported(), send(0, 10));
        ground.calls.variadic(BsdFunction.FCNTL, client, BsdFiles.F_SETFL, BsdFiles.O_NONBLOCK);
        long direct = open(path, BsdFiles.O_RDONLY | Bsd.FREEBSD.direct());
        assertEquals(-Bsd.FREEBSD.notSupported(), calls.attempt(new Send(client, direct, 0, 4096), 0, 0));
    }

    @Test
    void macosDoesNotSendFiles() {
        assertFalse(KqueueProvider.capabilities(Bsd.MACOS).supports(OperationKind.SEND_FILE));
        assertTrue(KqueueProvider.capabilities(Bsd.FREEBSD).supports(OperationKind.SEND_FILE));
        try (TestQueue macos = new TestQueue(TestGround.MACOS)) {
            SocketCalls refused = new SocketCalls(macos.system, macos.arena);
            assertEquals(-Bsd.MACOS.notSupported(), refused.attempt(new Send(client, file, 0, 10), 0, 0));
        }
    }
}

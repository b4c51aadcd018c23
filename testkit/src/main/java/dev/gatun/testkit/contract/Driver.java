package dev.gatun.testkit.contract;

import dev.gatun.Buffer;
import dev.gatun.BufferLeak;
import dev.gatun.CloseReport;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Capabilities;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Drives one Cpu for a test: opens sockets, waits for results, and at the end checks that nothing is left. */
public final class Driver {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final @Nullable Ground ground;
    private final @Nullable Cpu cpu;
    private final List<Long> handles = new ArrayList<>();
    private boolean closed;
    private String buffersLeft = "[]";

    /** Two ends of a stream. */
    public record Pair(long left, long right) {}

    /** Before the first test there is none. */
    Driver() {
        ground = null;
        cpu = null;
    }

    Driver(Ground ground) {
        this.ground = ground;
        cpu = Cpu.standalone(ground.provider(), ground.config());
    }

    public Cpu cpu() {
        return Objects.requireNonNull(cpu, "no ground yet");
    }

    public Ground ground() {
        return Objects.requireNonNull(ground, "no ground yet");
    }

    // --- waiting ----------------------------------------------------------------------------------------------------

    /** Turns until the future has its terminal result; that result. */
    public int await(IoFuture future) {
        turnUntil(() -> !future.isArmed(), future::toString);
        return future.result();
    }

    public int awaitWell(IoFuture future) {
        int result = await(future);
        if (result < 0) {
            Assertions.fail(future + " ended with " + IoError.of(result));
        }
        return result;
    }

    public void awaitError(IoFuture future, IoError... expected) {
        int result = await(future);
        IoError error = result < 0 ? IoError.of(result) : null;
        Assertions.assertTrue(
                error != null && List.of(expected).contains(error),
                () -> future + ": " + List.of(expected) + " expected, but it ended with "
                        + (error == null ? String.valueOf(result) : error.name()));
    }

    public void turnUntil(BooleanSupplier condition, Supplier<String> what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            turn();
            if (System.nanoTime() - start > LIMIT_NANOS) {
                Assertions.fail("did not happen: " + what.get());
            }
        }
    }

    public void turn() {
        ground().turn(cpu());
    }

    /** Enough turns for whatever is on its way to arrive, without knowing what. */
    public void settle() {
        for (int i = 0; i < 20; i++) {
            cpu().tick();
        }
    }

    // --- futures and buffers ----------------------------------------------------------------------------------------

    public IoFuture future() {
        return cpu().newFuture();
    }

    /** Arms a new future and waits for its end. */
    public int run(Consumer<IoFuture> verb) {
        IoFuture future = future();
        verb.accept(future);
        int result = await(future);
        future.close();
        return result;
    }

    public int runWell(Consumer<IoFuture> verb) {
        IoFuture future = future();
        verb.accept(future);
        int result = awaitWell(future);
        future.close();
        return result;
    }

    public Buffer buffer(int bytes) {
        Buffer buffer = cpu().buffers().allocate(bytes);
        Assertions.assertNotNull(buffer, "the pool is exhausted");
        return Objects.requireNonNull(buffer);
    }

    public Buffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer(Math.max(bytes.length + 1, 1)).writeBytes(bytes, 0, bytes.length);
    }

    /** The readable bytes as text; the buffer is freed. */
    public static String textOf(@Nullable Buffer buffer) {
        Assertions.assertNotNull(buffer);
        Buffer present = Objects.requireNonNull(buffer);
        byte[] bytes = new byte[present.readable()];
        present.readBytes(bytes, 0, bytes.length);
        present.free();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    // --- sockets ----------------------------------------------------------------------------------------------------

    public void assumeFeature(Capabilities.Feature feature) {
        Assumptions.assumeTrue(
                cpu().capabilities().supports(feature), () -> cpu().backend().name() + " has no " + feature);
    }

    public Sockets sockets() {
        return cpu().backend().sockets();
    }

    public long open(Sockets.Family family, Sockets.Type type) {
        long handle = sockets().open(family, type);
        Assertions.assertTrue(handle >= 0, () -> "open: " + IoError.of((int) handle));
        return own(handle);
    }

    /** A handle that came out of an operation; closed in the end with the others. */
    public long own(long handle) {
        Assertions.assertTrue(handle >= 0, () -> "not a handle: " + handle);
        long owned = ground().adoptsHandles() ? cpu().adopt(handle) : handle;
        handles.add(owned);
        return owned;
    }

    public void disown(long handle) {
        Assertions.assertTrue(handles.remove(handle), () -> "not open: " + handle);
    }

    public long bound(Sockets.Family family, Sockets.Type type, SocketAddress to) {
        long handle = open(family, type);
        NativeAddress address = cpu().newAddress().set(to);
        check("bind " + to, sockets().bind(handle, address.address(), address.length()));
        return handle;
    }

    public long listener() {
        long listener = bound(Sockets.Family.INET4, Sockets.Type.STREAM, new InetSocketAddress("127.0.0.1", 0));
        check("listen", sockets().listen(listener, 1024));
        return listener;
    }

    public NativeAddress localAddress(long handle) {
        NativeAddress address = cpu().newAddress();
        int length = sockets().localAddress(handle, address.address());
        check("localAddress", length);
        return address;
    }

    public Pair pair() {
        long listener = listener();
        Pair pair = pair(listener);
        closeNow(listener);
        return pair;
    }

    public Pair pair(long listener) {
        IoFuture accept = future();
        accept.accept(listener);
        long client = open(Sockets.Family.INET4, Sockets.Type.STREAM);
        NativeAddress to = localAddress(listener);
        runWell(f -> f.connect(client, to));
        long server = own(awaitWell(accept));
        accept.close();
        return new Pair(client, server);
    }

    public void closeNow(long handle) {
        disown(handle);
        check("close " + handle, sockets().close(handle));
    }

    /** Sends all of it, however often that takes. */
    public void sendAll(long socket, Buffer buffer) {
        IoFuture send = future();
        while (buffer.readable() > 0) {
            send.send(socket, buffer);
            awaitWell(send);
        }
        send.close();
    }

    public void send(long socket, String text) {
        Buffer buffer = text(text);
        sendAll(socket, buffer);
        buffer.free();
    }

    /** Receives until so many bytes are there; as text. */
    public String receive(long socket, int bytes) {
        Buffer buffer = buffer(Math.max(bytes, 1));
        IoFuture receive = future();
        while (buffer.readable() < bytes) {
            receive.receive(socket, buffer);
            Assertions.assertTrue(awaitWell(receive) > 0, "the end came too soon");
        }
        receive.close();
        return textOf(buffer);
    }

    public long openFile(String name, int flags) {
        Buffer path = text(ground().path(name));
        long file = own(runWell(f -> f.open(path, flags, 0644)));
        path.free();
        return file;
    }

    public int tryOpen(String name, int flags) {
        Buffer path = text(ground().path(name));
        int result = run(f -> f.open(path, flags, 0644));
        path.free();
        return result;
    }

    public static int readWriteCreate() {
        return Operation.OPEN_READ | Operation.OPEN_WRITE | Operation.OPEN_CREATE;
    }

    public static void check(String what, int result) {
        Assertions.assertTrue(result >= 0, () -> what + ": " + IoError.of(result));
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    public CloseReport closeCpu() {
        closeHandles();
        buffersLeft = cpu().buffers().leaks().stream()
                .filter(leak -> leak.holder() != BufferLeak.Holder.BACKEND) // it may put blocks by for what comes
                .toList()
                .toString();
        closed = true;
        return cpu().close(TimeUnit.SECONDS.toNanos(5));
    }

    /** So that what is in flight ends by the Cpu's end, not by the handle's. */
    public CloseReport closeCpuBeforeHandles() {
        closed = true;
        CloseReport report = cpu().close(TimeUnit.SECONDS.toNanos(5));
        closeHandles();
        return report;
    }

    private void closeHandles() {
        for (long handle : handles) {
            sockets().close(handle);
        }
        handles.clear();
    }

    void close() throws IOException {
        if (ground == null) {
            return;
        }
        try {
            if (!closed) {
                CloseReport report = closeCpu();
                Assertions.assertTrue(report.isClean(), report::toString);
                Assertions.assertEquals("[]", buffersLeft, "buffers that the test did not free");
            }
        } finally {
            ground.close();
        }
    }
}

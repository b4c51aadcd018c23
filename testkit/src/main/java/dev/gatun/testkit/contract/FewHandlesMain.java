package dev.gatun.testkit.contract;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.rlimit;
import dev.gatun.net.NetConfig;
import dev.gatun.net.NetException;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.net.UdpSocket;
import dev.gatun.spi.IoBackendProvider;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that has three handles left and six clients waiting to be accepted, and tells what became of them. Its
 * argument is the provider's class.
 */
public final class FewHandlesMain {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);
    private static final int CLIENTS = 6;
    private static final int HANDLES_LEFT = 3;
    private static final int AS_BEFORE = -1;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final boolean isLimited;
    private final PrintStream out;
    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment before = arena.allocate(rlimit.layout());
    private final Cpu cpu;
    private final List<NetStream> accepted = new ArrayList<>();
    private final List<SocketChannel> clients = new ArrayList<>();

    private FewHandlesMain(IoBackendProvider provider, boolean isLimited, PrintStream out) {
        this.isLimited = isLimited;
        this.out = out;
        cpu = Cpu.standalone(provider, CpuConfig.DEFAULT);
    }

    /** What was loaded by the first turn, which is not limited, needs no handle in the second. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        IoBackendProvider provider = Class.forName(arguments[0])
                .asSubclass(IoBackendProvider.class)
                .getDeclaredConstructor()
                .newInstance();
        new FewHandlesMain(
                        provider, false, new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .run();
        new FewHandlesMain(provider, true, System.out).run();
    }

    private void run() throws IOException {
        NetListener listener = NetListener.open(cpu, LOOPBACK, NetConfig.systemDefaults(), this::take);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(SocketChannel.open(listener.address()));
        }
        limit(HANDLES_LEFT);
        int first = isLimited ? HANDLES_LEFT : CLIENTS;
        until(() -> accepted.size() == first && listener.pauses() > 0 == isLimited);
        out.println("accepted: " + accepted.size() + (listener.pauses() > 0 ? ", and it pauses" : ""));
        tellConnecting(listener);
        tellDatagrams();
        long pauses = listener.pauses();
        accepted.getFirst().abort();
        int second = isLimited ? HANDLES_LEFT + 1 : CLIENTS;
        until(() -> accepted.size() == second && listener.pauses() > pauses == isLimited);
        out.println("accepted when one was closed: " + accepted.size() + (isLimited ? ", and it pauses again" : ""));
        limit(AS_BEFORE);
        until(() -> accepted.size() == CLIENTS);
        out.println("accepted when there were more: " + accepted.size());
        out.println("echoes: " + (1 + echoes()));
        listener.close();
        out.println("clean: " + cpu.close(LIMIT_NANOS).isClean());
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    private void take(NetStream stream) {
        stream.onReceive((same, buffer) -> same.send(buffer));
        accepted.add(stream);
    }

    private void tellConnecting(NetListener listener) {
        List<String> told = new ArrayList<>();
        NetStream.connect(
                cpu, listener.address(), NetConfig.systemDefaults(), Duration.ofSeconds(10), (stream, failure) -> {
                    told.add(failure == null ? "connected" : failure.error().name());
                    if (stream != null) {
                        stream.abort();
                    }
                });
        until(() -> !told.isEmpty());
        out.println("connecting: " + told.getFirst());
        if (!isLimited) {
            until(() -> accepted.size() > CLIENTS);
            accepted.removeLast();
        }
    }

    private void tellDatagrams() {
        try {
            UdpSocket.open(cpu, LOOPBACK, NetConfig.systemDefaults()).close();
            out.println("datagrams: opened");
        } catch (NetException e) {
            out.println("datagrams: " + e.error().name());
        }
    }

    /** Of all clients but the one whose connection was broken off. */
    private int echoes() throws IOException {
        ByteBuffer word = ByteBuffer.allocate(1);
        int[] echoes = {0};
        for (SocketChannel client : clients.subList(1, CLIENTS)) {
            client.write(word.clear());
            client.configureBlocking(false);
            until(() -> read(client, word.clear()) == 1);
            echoes[0]++;
        }
        return echoes[0];
    }

    private static int read(SocketChannel client, ByteBuffer into) {
        try {
            return client.read(into);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            cpu.tick();
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException("it did not happen: " + accepted.size() + " accepted");
            }
        }
    }

    /** Lowers what this process may have, until it is told to forget that. */
    private void limit(int left) {
        if (!isLimited) {
            openHandles();
            return;
        }
        MemorySegment limit = before;
        if (left != AS_BEFORE) {
            change(MemorySegment.NULL, before);
            limit = arena.allocate(rlimit.layout()).copyFrom(before);
            rlimit.rlim_cur(limit, numbersBelowWhichAreFree(left));
        }
        change(limit, MemorySegment.NULL);
    }

    private void change(MemorySegment to, MemorySegment was) {
        long result =
                calls.immediate(Syscalls.__NR_prlimit64(), 0, Linux.RLIMIT_NOFILE(), to.address(), was.address(), 0, 0);
        if (result != 0) {
            throw new IllegalStateException("prlimit64 answered " + result);
        }
    }

    /** The limit is on the numbers of handles, and the lowest that is free is given. */
    private static int numbersBelowWhichAreFree(int left) {
        BitSet open = openHandles();
        int number = -1;
        for (int i = 0; i < left; i++) {
            number = open.nextClearBit(number + 1);
        }
        return number + 1;
    }

    /** One of them was the folder's itself, and is free again. */
    private static BitSet openHandles() {
        BitSet open = new BitSet();
        for (String name : Objects.requireNonNull(new File("/proc/self/fd").list())) {
            if (Files.isSymbolicLink(Path.of("/proc/self/fd", name))) {
                open.set(Integer.parseInt(name));
            }
        }
        return open;
    }
}

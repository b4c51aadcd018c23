package dev.gatun.examples;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.IoRuntime;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Fetches some paths by HTTP, all at the same time, in code that blocks: a virtual thread for each path, and one
 * operation after the other. The loop does the work meanwhile; {@link IoFuture#await} parks the virtual thread until
 * it has. A connection is its virtual thread's, but what touches the core runs there, as a message.
 */
public final class Get {
    private static final int BUFFER_BYTES = 16 << 10;

    private Get() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Arguments given = new Arguments(arguments, 2, 1000);
        InetSocketAddress server = given.address(0);
        try (IoRuntime runtime = IoRuntime.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> responses = new ArrayList<>();
            for (int i = 1; i < given.count(); i++) {
                Cpu cpu = runtime.cpu(i % runtime.size());
                String path = given.text(i);
                responses.add(threads.submit(() -> fetch(cpu, server, path)));
            }
            for (int i = 1; i < given.count(); i++) {
                System.out.println(given.text(i) + ": " + outcome(responses.get(i - 1)));
            }
        }
    }

    private static String outcome(Future<byte[]> response) throws InterruptedException {
        try {
            byte[] bytes = response.get();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.lines().findFirst().orElse("nothing") + ", " + bytes.length + " bytes";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    /** The response, its head included. On a virtual thread. */
    static byte[] fetch(Cpu cpu, InetSocketAddress server, String path) throws IOException, InterruptedException {
        try (Connection connection = Connection.open(cpu, server)) {
            connection.write(
                    "GET " + path + " HTTP/1.1\r\nHost: " + server.getHostString() + "\r\nConnection: close\r\n\r\n");
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            byte[] piece = new byte[BUFFER_BYTES];
            for (int count = connection.read(piece); count > 0; count = connection.read(piece)) {
                response.write(piece, 0, count);
            }
            return response.toByteArray();
        }
    }

    /** A socket with one future and one buffer. Made and used by one virtual thread. */
    private static final class Connection implements AutoCloseable {
        private final Cpu cpu;
        private final IoFuture future;
        private final Buffer buffer;
        private final long socket;

        /** On the core's thread. */
        private Connection(Cpu cpu, InetSocketAddress to) throws IOException {
            this.cpu = cpu;
            Buffer memory = cpu.buffers().allocate(BUFFER_BYTES);
            if (memory == null) {
                throw new IOException("the core has no buffer left; raise BufferPoolConfig.limitBytes");
            }
            buffer = memory;
            future = cpu.newFuture();
            Sockets.Family family =
                    to.getAddress() instanceof Inet6Address ? Sockets.Family.INET6 : Sockets.Family.INET4;
            socket = cpu.backend().sockets().open(family, Sockets.Type.STREAM);
            if (socket < 0) {
                buffer.free();
                throw new IOException("a socket: " + IoError.of((int) socket).meaning());
            }
            future.connect(socket, cpu.newAddress().set(to));
        }

        static Connection open(Cpu cpu, InetSocketAddress to) throws IOException, InterruptedException {
            CompletableFuture<Connection> made = new CompletableFuture<>();
            require(cpu.requestRun(here -> {
                try {
                    made.complete(new Connection(here, to));
                } catch (IOException e) {
                    made.completeExceptionally(e);
                }
            }));
            try {
                return made.get().connected();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }

        private Connection connected() throws IOException, InterruptedException {
            try {
                future.await();
                return this;
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        void write(String text) throws IOException, InterruptedException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            buffer.clear().writeBytes(bytes, 0, bytes.length);
            while (buffer.readable() > 0) {
                run(send -> send.send(socket, buffer));
            }
        }

        /** How many bytes; 0 at the end. */
        int read(byte[] into) throws IOException, InterruptedException {
            buffer.clear();
            int count = run(receive -> receive.receive(socket, buffer));
            buffer.readBytes(into, 0, count);
            return count;
        }

        /** The message that arms goes before the one with which await asks. */
        private int run(Consumer<IoFuture> verb) throws IOException, InterruptedException {
            require(cpu.requestRun(_ -> verb.accept(future)));
            return future.await();
        }

        private static void require(boolean isTaken) throws IOException {
            if (!isTaken) {
                throw new IOException("the core takes no message: it has stopped, or too many wait");
            }
        }

        @Override
        public void close() {
            cpu.requestRun(here -> {
                future.close();
                buffer.free();
                here.backend().sockets().close(socket);
            });
        }
    }
}

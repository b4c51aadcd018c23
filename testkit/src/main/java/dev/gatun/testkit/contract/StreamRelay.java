package dev.gatun.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/**
 * Passes the bytes of one connection on until so many have gone, and then misbehaves. It is made of the JDK's blocking
 * sockets and threads of its own, in the network of whoever makes it; closing it ends them.
 */
final class StreamRelay implements AutoCloseable {
    /** What it does when so many bytes have gone. */
    enum Manner {
        /** Nothing, until it is released. */
        STALL,
        /** Sends the end both ways, and swallows what still comes. */
        CUT,
        /** Resets both connections. */
        BREAK_OFF
    }

    private final ServerSocket listener;
    private final Manner manner;
    private final int after;
    private final Socket onward = new Socket();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Socket inward = new Socket();

    StreamRelay(String host, InetSocketAddress to, Manner manner, int after) throws IOException {
        this.manner = manner;
        this.after = after;
        listener = new ServerSocket(0, 1, InetAddress.getByName(host));
        onward.setReceiveBufferSize(32 << 10);
        onward.connect(to);
        start(() -> {
            inward = listener.accept();
            start(this::passBack);
            passOn();
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException _) {
                // an end of its connections has gone, or it was closed
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    void release() {
        released.countDown();
    }

    private void passOn() throws IOException, InterruptedException {
        InputStream in = inward.getInputStream();
        OutputStream out = onward.getOutputStream();
        byte[] bytes = new byte[4096];
        int left = after;
        while (left > 0) {
            int count = in.read(bytes, 0, Math.min(left, bytes.length));
            if (count < 0) {
                onward.shutdownOutput();
                return;
            }
            out.write(bytes, 0, count);
            left -= count;
        }
        switch (manner) {
            case STALL -> {
                released.await();
                in.transferTo(out);
                onward.shutdownOutput();
            }
            case CUT -> {
                onward.shutdownOutput();
                inward.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            }
            case BREAK_OFF -> {
                reset(onward);
                reset(inward);
            }
        }
    }

    private void passBack() throws IOException {
        onward.getInputStream().transferTo(inward.getOutputStream());
        inward.shutdownOutput();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        release();
        listener.close();
        inward.close();
        onward.close();
    }
}

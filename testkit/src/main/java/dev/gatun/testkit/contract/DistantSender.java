package dev.gatun.testkit.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sends single bytes from a thread of its own, so that they arrive when nobody here expects them. */
final class DistantSender implements Runnable, AutoCloseable {
    private static final int END = -1;

    private final InetSocketAddress to;
    private final Thread thread = new Thread(this, "distant-sender");
    private volatile int wanted;

    DistantSender(InetSocketAddress to) {
        this.to = to;
        thread.setDaemon(true);
    }

    void connect() {
        thread.start();
    }

    /** At once, and at the same time as whatever the caller does next; {@code number} is another than the last. */
    void send(int number) {
        wanted = number;
    }

    @Override
    public void run() {
        try (Socket socket = new Socket()) {
            socket.connect(to);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            int sent = 0;
            while (wanted != END) {
                int number = wanted;
                if (number == sent) {
                    Thread.onSpinWait();
                } else if (number != END) {
                    out.write(number);
                    sent = number;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        wanted = END;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

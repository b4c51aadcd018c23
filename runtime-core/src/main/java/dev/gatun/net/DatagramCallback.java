package dev.gatun.net;

/**
 * A datagram came. Its buffer is the callback's from now on: to free, to send, or to keep; all else of it is good until
 * the callback returns. On the socket's Cpu's thread. An exception thrown here ends this socket alone, and frees the
 * buffer if nobody has it yet.
 */
@FunctionalInterface
public interface DatagramCallback {
    void onDatagram(UdpSocket socket, Datagram datagram);
}
